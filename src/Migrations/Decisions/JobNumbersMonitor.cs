using Migrations.Drivers;

namespace Migrations.Decisions;

/// <summary>Follows what a job reports beside the counters. Pure.</summary>
internal static class JobNumbersMonitor
{
    /// <summary>The numbers after one more reading; what it does not report keeps its last value.</summary>
    /// <param name="before">The reading before; null for the first one.</param>
    public static JobNumbers Advance(JobNumbers numbers, JobStats? before, JobStats stats) => new()
    {
        Elapsed = stats.Elapsed ?? numbers.Elapsed,
        MemoryBytesPerSecond = stats.MemoryBytesPerSecond ?? numbers.MemoryBytesPerSecond,
        DiskBytesPerSecond = DiskRate(before, stats) ?? numbers.DiskBytesPerSecond,
        DirtyBytesPerSecond = stats.DirtyBytesPerSecond ?? numbers.DirtyBytesPerSecond,
        Iteration = stats.Iteration ?? numbers.Iteration,
        PostCopyRequests = stats.PostCopyRequests ?? numbers.PostCopyRequests,
        ThrottlePercent = stats.ThrottlePercent ?? numbers.ThrottlePercent,
    };

    /// <summary>Hypervisors report no speed of disks, so it is what was copied between two readings.</summary>
    private static long? DiskRate(JobStats? before, JobStats stats) =>
        stats is { Disk.ProcessedBytes: { } now, Elapsed: { } at }
        && before is { Disk.ProcessedBytes: { } earlier, Elapsed: { } since }
        && at > since && now >= earlier
        && ((double)now - earlier) / ((double)at.Ticks - since.Ticks) * TimeSpan.TicksPerSecond is < long.MaxValue and var rate
            ? (long)rate
            : null;
}
