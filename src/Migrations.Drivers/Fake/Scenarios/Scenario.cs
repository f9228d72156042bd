namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>A small world: its servers, and what happens to them and when. All times in it are simulated.</summary>
public sealed record Scenario
{
    /// <summary>Maximum of migrations that run at once; others are queued. At least 1.</summary>
    public int MaxConcurrent { get; set; } = 4;

    /// <summary>The host that the servers leave.</summary>
    public ScenarioHost Source { get; set; } = new("compute-1", "compute-1");

    /// <summary>The host that those go to which are migrated by themselves.</summary>
    public ScenarioHost Destination { get; set; } = new("compute-2", "compute-2", "192.0.2.12");

    /// <summary>The hosts that servers can be sent to, in the order in which they are tried; null for <see cref="Destination"/> alone.</summary>
    public IReadOnlyList<ScenarioDestination>? Destinations { get; set; }

    /// <summary>At least one; names and UUIDs are unique.</summary>
    public required IReadOnlyList<ScenarioServer> Servers { get; set; }

    /// <summary>Calls that are slow, hang or fail. Of several that apply, the first counts.</summary>
    public IReadOnlyList<ScriptedCall> Calls { get; set; } = [];
}

/// <summary>One end of the migrations.</summary>
/// <param name="Compute">Name of the compute service.</param>
/// <param name="Node">Name of the hypervisor node.</param>
/// <param name="Host">Address; null when the hypervisor does not report it.</param>
public sealed record ScenarioHost(string Compute, string Node, string? Host = null);
