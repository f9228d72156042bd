namespace Migrations.Model;

/// <summary>How far a migration is, and what it has cost its server; null means not reported by the hypervisor.</summary>
/// <remarks>
/// The six counters are passed on as the hypervisor reports them: remaining is refilled by what the guest dirties, and
/// processed may exceed total because pages are sent again. Processed and <see cref="Percent"/> never fall.
/// </remarks>
public sealed record MigrationProgress
{
    /// <summary>Nothing has been reported yet.</summary>
    public static MigrationProgress None { get; } = new();

    public Transfer Memory { get; init; }
    public Transfer Disk { get; init; }

    /// <summary>How long the preparation took, before the copy began.</summary>
    public TimeSpan? SetupTime { get; init; }

    /// <summary>How long the server was paused; known once the migration has completed.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>0 to 100; never falls, and 100 only once the migration has completed.</summary>
    public int Percent { get; init; }

    /// <summary>What has been copied of memory and disks, what was sent again included; null when neither is reported.</summary>
    public long? MovedBytes => (Memory.ProcessedBytes ?? Disk.ProcessedBytes) is null
        ? null
        : (long)Int128.Clamp((Int128)(Memory.ProcessedBytes ?? 0) + (Disk.ProcessedBytes ?? 0), 0, long.MaxValue);

    /// <summary>These values after one more sample; what the sample does not report (null) keeps its last value.</summary>
    /// <param name="serverMemoryBytes">Memory of the server, all of which is still to be copied before the copy of memory begins.</param>
    public MigrationProgress Advance(
        Transfer memory, Transfer disk, TimeSpan? setupTime, TimeSpan? downtime, long? serverMemoryBytes = null)
    {
        var (nextMemory, nextDisk) = (Memory.Advance(memory), Disk.Advance(disk));
        return this with
        {
            Memory = nextMemory,
            Disk = nextDisk,
            SetupTime = setupTime ?? SetupTime,
            Downtime = downtime ?? Downtime,
            Percent = Math.Max(Percent, MovedPercent(nextMemory, nextDisk, serverMemoryBytes)),
        };
    }

    /// <summary>These values once the server runs at the destination.</summary>
    public MigrationProgress Complete() => this with { Percent = 100 };

    /// <summary>The share of the data that has been moved, in percent, 0 to 99; 0 while it is not known how much memory there is.</summary>
    private static int MovedPercent(Transfer memory, Transfer disk, long? serverMemoryBytes)
    {
        if (memory.TotalBytes is not > 0)
            memory = new Transfer(serverMemoryBytes, RemainingBytes: serverMemoryBytes);
        if (memory is not { TotalBytes: > 0, RemainingBytes: { } memoryRemaining })
            return 0;
        var total = (double)memory.TotalBytes + (disk.TotalBytes ?? 0);
        var remaining = (double)memoryRemaining + (disk.RemainingBytes ?? 0);
        return (int)Math.Clamp(100 * (total - remaining) / total, 0, 99);
    }
}

/// <summary>Counters of what is copied, in bytes; each is null when the hypervisor does not report it.</summary>
/// <param name="TotalBytes">All that must be copied.</param>
/// <param name="ProcessedBytes">What has been copied so far; more than the total when parts are sent again.</param>
/// <param name="RemainingBytes">What is still to be copied.</param>
public readonly record struct Transfer(long? TotalBytes = null, long? ProcessedBytes = null, long? RemainingBytes = null)
{
    /// <summary>These counters after one more reading; what it does not report keeps its last value.</summary>
    /// <remarks>A restarted hypervisor daemon may count from zero again. What has been copied has been copied.</remarks>
    public Transfer Advance(Transfer reading) => new(
        reading.TotalBytes ?? TotalBytes,
        reading.ProcessedBytes < ProcessedBytes ? ProcessedBytes : reading.ProcessedBytes ?? ProcessedBytes,
        reading.RemainingBytes ?? RemainingBytes);
}
