namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>A host that servers can be sent to. It is good unless a property says otherwise.</summary>
public sealed record ScenarioDestination
{
    /// <summary>Name of the compute service, as requests name it; unique.</summary>
    public required string Compute { get; set; }

    /// <summary>Name of the hypervisor node.</summary>
    public required string Node { get; set; }

    /// <summary>Address; null when the hypervisor does not report it.</summary>
    public string? Host { get; set; }

    /// <summary>Maximum speed of copies to this host; null for the server's own speed.</summary>
    public long? BandwidthMiBPerSecond { get; set; }

    /// <summary>How long this host takes to answer the pre-check, in real time.</summary>
    public int CheckDelayMilliseconds { get; set; }

    /// <summary>How its pre-check refuses every server; null when it refuses none.</summary>
    public ScenarioRefusal? Refuses { get; set; }

    /// <summary>Whether its compute service cannot be reached.</summary>
    public bool Down { get; set; }
}

/// <summary>A pre-check that refuses.</summary>
/// <param name="Check">What it does not accept.</param>
/// <param name="Reason">Why, where Nova's text has a place for it; otherwise null.</param>
public sealed record ScenarioRefusal(PreCheck Check, string? Reason = null);

/// <summary>The pre-checks of Nova that can refuse a server at a destination.</summary>
public enum PreCheck
{
    Cpu,
    HypervisorType,
    HypervisorTooOld,
    LocalStorage,
    SharedStorage,

    /// <summary>The destination has no connection to its hypervisor.</summary>
    HypervisorGone,

    /// <summary>The destination does not answer the check.</summary>
    NoAnswer,

    /// <summary>Any other; the reason says which.</summary>
    Other,
}
