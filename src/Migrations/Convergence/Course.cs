using Migrations.Drivers;

namespace Migrations.Convergence;

/// <summary>What the judge remembers of a migration between two readings. Times are the job's own.</summary>
internal readonly record struct Course
{
    /// <summary>Speed of the copy of memory, or of disks; 0 while it is not known.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>How fast the server dirties memory; null while it is not known, 0 once it is paused.</summary>
    public long? DirtyBytesPerSecond { get; init; }

    /// <summary>When the copy of disks or of memory was first read, and what remained of it; null before.</summary>
    public (TimeSpan At, long Bytes)? First { get; init; }

    /// <summary>The pass over memory that was seen last; null before the first.</summary>
    public long? Iteration { get; init; }

    /// <summary>What remained as that pass began; null when its beginning was not seen.</summary>
    public long? PassBytes { get; init; }

    /// <inheritdoc cref="Forecast.BestRemainingBytes"/>
    public long? BestBytes { get; init; }

    /// <summary>What remained when it last became less by the margin, and when; null before the second pass.</summary>
    public (TimeSpan At, long Bytes)? Mark { get; init; }

    /// <summary>Whether the beginnings of two passes have been compared; until then only the rates can tell something.</summary>
    public bool HasCompared { get; init; }

    /// <summary>The verdict on the copy of memory.</summary>
    public Verdict? Judged { get; init; }

    /// <summary>This after one more reading.</summary>
    /// <param name="earlier">The reading before; null for the first one.</param>
    public Course Follow(JobStats? earlier, JobStats stats, ConvergenceOptions options) => stats.Phase switch
    {
        JobPhase.Storage => FollowDisks(stats),
        JobPhase.PreCopy => FollowMemory(earlier, stats, options),
        JobPhase.PostCopy => this with { BytesPerSecond = Smooth(earlier, stats, options) },
        _ => this,
    };

    /// <summary>Whether each pass is smaller than the one before by more than the margin, if the rates stay as they are.</summary>
    public bool Falls(ConvergenceOptions options) => DirtyBytesPerSecond < BytesPerSecond * (1 - options.Margin);

    /// <summary>How fast the rest has become less since <see cref="First"/>; 0 while that is not known.</summary>
    /// <remarks>
    /// The measure for what is copied once: hypervisors copy disks in large pieces, and skip memory that the server has never used.
    /// </remarks>
    public double Pace(long? remaining, TimeSpan? now) =>
        First is { } first && now > first.At && remaining < first.Bytes
            ? ((double)first.Bytes - remaining.Value) / (now.Value - first.At).TotalSeconds
            : 0;

    private Course FollowDisks(JobStats stats)
    {
        var course = First is null && stats is { Elapsed: { } now, Disk.RemainingBytes: { } bytes } ? this with { First = (now, bytes) } : this;
        return course with { BytesPerSecond = course.Pace(stats.Disk.RemainingBytes, stats.Elapsed) };
    }

    private Course FollowMemory(JobStats? earlier, JobStats stats, ConvergenceOptions options)
    {
        var course = earlier?.Phase == JobPhase.Storage ? this with { BytesPerSecond = 0, First = null } : this;
        course = course with
        {
            BytesPerSecond = course.Smooth(earlier, stats, options),
            First = course.First ?? (stats is { Elapsed: { } now, RemainingBytes: { } bytes } ? (now, bytes) : null),
        };
        var begins = stats.Iteration != Iteration;
        // A paused server has still dirtied what the pass under way does not know of.
        if (stats.IsPaused != true)
            course = course with { DirtyBytesPerSecond = DirtyRate(stats) };
        else if (begins)
            course = course with { DirtyBytesPerSecond = 0 };
        if (begins)
            course = course.Begin(earlier, stats, options);
        return course is { Judged: Verdict.Unknown, HasCompared: false } && course.Falls(options)
            ? course with { Judged = Verdict.Converging }
            : course;
    }

    /// <summary>Null also for a zero: QEMU reports it until the first pass is over, and for a moment longer.</summary>
    private static long? DirtyRate(JobStats stats) => stats.Iteration > 1 && stats.DirtyBytesPerSecond is > 0 and var rate ? rate : null;

    private double Smooth(JobStats? earlier, JobStats stats, ConvergenceOptions options)
    {
        var time = stats.Elapsed - (earlier is { Phase: JobPhase.PreCopy or JobPhase.PostCopy } ? earlier.Elapsed : null);
        var copied = stats.Memory.ProcessedBytes - earlier?.Memory.ProcessedBytes;
        // What QEMU reports itself is the speed of a tenth of a second, and nothing at first.
        double? speed = time > TimeSpan.Zero && copied >= 0 ? copied / time.Value.TotalSeconds
            : stats.MemoryBytesPerSecond > 0 ? stats.MemoryBytesPerSecond
            : null;
        if (speed is not { } now)
            return BytesPerSecond;
        // A reading counts by the time that it stands for.
        var weight = BytesPerSecond == 0 ? 1 : 1 - Math.Exp(-(time / options.Smoothing ?? 1));
        return BytesPerSecond + weight * (now - BytesPerSecond);
    }

    private Course Begin(JobStats? earlier, JobStats stats, ConvergenceOptions options)
    {
        var size = stats.Iteration > Iteration ? PassSize(earlier, stats, stats.Iteration.Value - Iteration.Value) : null;
        var course = this with { Iteration = stats.Iteration, PassBytes = size };
        // The first pass is left out: it copies all memory, whatever the server dirties.
        return size is { } bytes && stats is { Iteration: > 1, Elapsed: { } now } ? course.Compare(bytes, now, options) : course;
    }

    /// <summary>What remained as the latest pass began; when several began since the reading before, their average.</summary>
    private static long? PassSize(JobStats? earlier, JobStats stats, long passes)
    {
        if (stats.RemainingBytes is not { } now)
            return null;
        return earlier is { RemainingBytes: { } before, ProcessedBytes: { } from } && stats.ProcessedBytes is { } to
            ? Math.Max(now, (long)(((double)now + to - from - before) / passes))
            : now;
    }

    private Course Compare(long bytes, TimeSpan now, ConvergenceOptions options)
    {
        var course = this with { BestBytes = Math.Min(bytes, BestBytes ?? bytes), HasCompared = Mark is not null };
        if (Mark is not { } mark)
            return course with { Mark = (now, bytes), Judged = Verdict.Unknown };
        if (bytes < mark.Bytes * (1 - options.Margin))
            return course with { Mark = (now, bytes), Judged = Verdict.Converging };
        if (now - mark.At >= options.Window)
            return course with { Judged = Verdict.Stalled };
        // So far only the rates have promised it.
        return HasCompared ? course : course with { Judged = Verdict.Unknown };
    }
}
