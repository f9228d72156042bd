using Migrations.Drivers;

namespace Migrations;

/// <summary>How far a migration is, and what it has cost its server; null means not reported by the hypervisor.</summary>
/// <remarks>
/// The six counters are passed on as the hypervisor reports them: remaining is refilled by what the guest dirties, and
/// processed may exceed total because pages are sent again. <see cref="Percent"/> is the one that never falls.
/// </remarks>
public sealed record MigrationProgress
{
    /// <summary>Nothing has been reported yet.</summary>
    public static MigrationProgress None { get; } = new();

    public long? MemoryTotalBytes { get; init; }
    public long? MemoryProcessedBytes { get; init; }
    public long? MemoryRemainingBytes { get; init; }
    public long? DiskTotalBytes { get; init; }
    public long? DiskProcessedBytes { get; init; }
    public long? DiskRemainingBytes { get; init; }

    /// <summary>How long the preparation took, before the copy began.</summary>
    public TimeSpan? SetupTime { get; init; }

    /// <summary>How long the server was paused; known once the migration has completed.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>0 to 100; never falls, and 100 only once the migration has completed.</summary>
    public int Percent { get; init; }

    /// <summary>These values after one more sample; what the sample does not report keeps its last value.</summary>
    public MigrationProgress Advance(JobStats stats)
    {
        var next = this with
        {
            MemoryTotalBytes = stats.MemoryTotalBytes ?? MemoryTotalBytes,
            MemoryProcessedBytes = stats.MemoryProcessedBytes ?? MemoryProcessedBytes,
            MemoryRemainingBytes = stats.MemoryRemainingBytes ?? MemoryRemainingBytes,
            DiskTotalBytes = stats.DiskTotalBytes ?? DiskTotalBytes,
            DiskProcessedBytes = stats.DiskProcessedBytes ?? DiskProcessedBytes,
            DiskRemainingBytes = stats.DiskRemainingBytes ?? DiskRemainingBytes,
            SetupTime = stats.SetupTime ?? SetupTime,
            Downtime = stats.Downtime ?? Downtime,
        };
        return next with { Percent = Math.Max(Percent, next.Transferred()) };
    }

    /// <summary>These values once the server runs at the destination.</summary>
    public MigrationProgress Complete() => this with { Percent = 100 };

    /// <summary>Share of what must be moved that has been, 0 to 99; 0 while the memory phase has not begun.</summary>
    private int Transferred()
    {
        if (MemoryTotalBytes is not > 0 || MemoryRemainingBytes is not { } memoryRemaining)
            return 0;
        var total = (double)MemoryTotalBytes + (DiskTotalBytes ?? 0);
        var remaining = (double)memoryRemaining + (DiskRemainingBytes ?? 0);
        return (int)Math.Clamp(100 * (total - remaining) / total, 0, 99);
    }
}
