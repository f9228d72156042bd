namespace Migrations.Drivers;

/// <summary>One reading of a job. Null means not reported; zero is a reported zero.</summary>
public sealed record JobStats(JobPhase Phase)
{
    /// <summary>Time since the job began, or since the hypervisor last restarted its count. A time below zero counts as not reported.</summary>
    public TimeSpan? Elapsed { get; init => field = value >= TimeSpan.Zero ? value : null; }

    public Transfer Memory { get; init; }
    public Transfer Disk { get; init; }

    /// <summary>Memory and disks still to be copied; null when memory is not reported.</summary>
    public long? RemainingBytes => Sum(Memory.RemainingBytes, Disk.RemainingBytes);

    /// <summary>Memory and disks that have been copied, what was sent again included; null when memory is not reported.</summary>
    public long? ProcessedBytes => Sum(Memory.ProcessedBytes, Disk.ProcessedBytes);

    /// <summary>Whether the server is paused at the source, by a force-complete or otherwise, and so dirties no memory.</summary>
    public bool? IsPaused { get; init; }

    /// <summary>Speed of the memory copy.</summary>
    public long? MemoryBytesPerSecond { get; init; }

    /// <summary>How fast the guest dirties memory.</summary>
    public long? DirtyPagesPerSecond { get; init; }

    public long? PageSizeBytes { get; init; }

    /// <summary>How fast the guest dirties memory, in bytes; null when it is not reported, or when the product does not fit.</summary>
    public long? DirtyBytesPerSecond =>
        DirtyPagesPerSecond is { } pages && PageSizeBytes is { } size && Math.BigMul(pages, size) is var bytes && bytes <= long.MaxValue
            ? (long)bytes
            : null;

    /// <summary>Passes over memory, from 1.</summary>
    public long? Iteration { get; init; }

    /// <summary>The expected pause of the server if the migration finished now.</summary>
    public TimeSpan? ExpectedDowntime { get; init; }

    /// <summary>The actual pause of the server; known once the job has completed.</summary>
    public TimeSpan? Downtime { get; init; }

    /// <summary>How long the preparation took, before the copy began.</summary>
    public TimeSpan? SetupTime { get; init; }

    /// <summary>Pages that the destination had to ask for.</summary>
    public long? PostCopyRequests { get; init; }

    /// <summary>Memory of the server: what is to be copied when the disks are there. Known once the servers have been listed.</summary>
    public long? ServerMemoryBytes { get; init; }

    /// <summary>The means that a force-complete of this job may use, the preferred one first. The hypervisor may tell only then which one is possible.</summary>
    public IReadOnlyList<ForceCompleteMeans>? ForceCompleteMeans { get; init; }

    /// <summary>How much auto-converge slows the guest down, 0 to 99.</summary>
    public int? ThrottlePercent { get; init; }

    private static long? Sum(long? memory, long? disk) => memory is >= 0 and var known
        ? (long)Int128.Min((Int128)known + Math.Max(0, disk ?? 0), long.MaxValue)
        : null;
}
