namespace Migrations.Model;

/// <summary>What a migration's job has reported beside the counters, each with its last value; null means never reported.</summary>
public sealed record JobNumbers
{
    /// <summary>Nothing has been reported yet.</summary>
    public static JobNumbers None { get; } = new();

    /// <summary>Time since the job began.</summary>
    public TimeSpan? Elapsed { get; init; }

    /// <summary>Speed of the memory copy.</summary>
    public long? MemoryBytesPerSecond { get; init; }

    /// <summary>Speed of the disk copy.</summary>
    public long? DiskBytesPerSecond { get; init; }

    /// <summary>How fast the guest dirties memory.</summary>
    public long? DirtyBytesPerSecond { get; init; }

    /// <summary>Passes over memory, from 1.</summary>
    public long? Iteration { get; init; }

    /// <summary>Pages that the destination had to ask for.</summary>
    public long? PostCopyRequests { get; init; }

    /// <summary>How much the guest is slowed down to converge, 0 to 99.</summary>
    public int? ThrottlePercent { get; init; }
}
