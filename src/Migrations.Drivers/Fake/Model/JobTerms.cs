using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

/// <summary>What holds for one job in place of what the scenario says of its server.</summary>
internal sealed record JobTerms
{
    /// <summary>Where a start sends it; null for a migration that the scenario began.</summary>
    public ScenarioHost? Destination { get; init; }

    /// <summary>Maximum speed of copies to the destination; null for none.</summary>
    public long? DestinationMiBPerSecond { get; init; }

    /// <summary>Maximum speed that was set while it ran; null for none.</summary>
    public long? LimitMiBPerSecond { get; init; }

    /// <summary>The allowed pause that was set while it ran; null for the server's.</summary>
    public int? AllowedDowntimeMilliseconds { get; init; }

    public bool CopiesNoDisks { get; init; }

    /// <summary>The server as this job has it.</summary>
    public ScenarioServer Of(ScenarioServer server) => server with
    {
        BandwidthMiBPerSecond = Least(server.BandwidthMiBPerSecond, DestinationMiBPerSecond, LimitMiBPerSecond),
        AllowedDowntimeMilliseconds = AllowedDowntimeMilliseconds ?? server.AllowedDowntimeMilliseconds,
        DisksMiB = CopiesNoDisks ? [] : server.DisksMiB,
    };

    private static long Least(long own, params ReadOnlySpan<long?> limits)
    {
        foreach (var limit in limits)
            own = Math.Min(own, limit ?? own);
        return own;
    }
}
