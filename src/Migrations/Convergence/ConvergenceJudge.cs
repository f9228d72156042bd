using Microsoft.Extensions.Options;
using Migrations.Drivers;

namespace Migrations.Convergence;

/// <summary>Judges after each reading whether a migration will end by itself. Pure.</summary>
/// <remarks>
/// As KubeVirt's stall detection does (kubevirt/enhancements, VEP 248), it compares what remains at the beginnings of passes
/// over memory, and not from second to second: within a pass the rest falls in any case.
/// </remarks>
public sealed class ConvergenceJudge(IOptions<ConvergenceOptions> options)
{
    /// <summary>A time beyond this says only that the rates are wrong.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private readonly ConvergenceOptions _options = options.Value;

    /// <summary>The forecast after one more reading.</summary>
    /// <param name="before">The forecast until now.</param>
    /// <param name="earlier">The reading before; null for the first one.</param>
    public Forecast Judge(Forecast before, JobStats? earlier, JobStats stats, DateTimeOffset now)
    {
        var course = before.Course.Follow(earlier, stats, _options);
        var verdict = VerdictOn(stats, course);
        var (left, kind) = TimeLeft(stats, course, verdict);
        return new Forecast
        {
            Verdict = verdict,
            StalledSince = verdict == Verdict.Stalled ? before.StalledSince ?? now : null,
            TimeLeft = left,
            TimeLeftKind = left is null ? null : kind,
            PauseNow = CanPause(stats) ? TimeOfAPause(stats, course) : null,
            BestRemainingBytes = course.BestBytes,
            Phase = stats.Phase,
            BytesPerSecond = course.BytesPerSecond > 0 ? (long)course.BytesPerSecond : null,
            DirtyBytesPerSecond = course.DirtyBytesPerSecond,
            ThrottlePercent = stats.ThrottlePercent,
            Means = stats.ForceCompleteMeans ?? [],
            Course = course,
        };
    }

    private static Verdict VerdictOn(JobStats stats, Course course) => stats.Phase switch
    {
        JobPhase.Queued or JobPhase.Preparing => Verdict.Waiting,
        JobPhase.PreCopy when stats.IsPaused != true => course.Judged ?? Verdict.Unknown,
        JobPhase.PreCopy or JobPhase.PostCopy => Verdict.Certain,
        JobPhase.Finishing or JobPhase.Aborting => Verdict.Ending,
        _ => Verdict.Unknown,
    };

    private (TimeSpan? Left, TimeLeftKind Kind) TimeLeft(JobStats stats, Course course, Verdict verdict) => (stats.Phase, verdict) switch
    {
        (JobPhase.Storage, _) => (TimeFor(stats.Disk.RemainingBytes, course.BytesPerSecond), TimeLeftKind.AtLeast),
        (JobPhase.PostCopy, _) => (TimeFor(stats.RemainingBytes, course.BytesPerSecond), TimeLeftKind.Estimate),
        (not JobPhase.PreCopy, _) or (_, Verdict.Stalled) => default,
        (_, Verdict.Certain) when course.DirtyBytesPerSecond == 0 => (TimeFor(stats.RemainingBytes, course.BytesPerSecond), TimeLeftKind.Estimate),
        (_, Verdict.Certain) => (TimeOfAPause(stats, course), TimeLeftKind.AtLeast),
        _ when course.DirtyBytesPerSecond is null => (TimeOfAPause(stats, course), TimeLeftKind.AtLeast),
        // Each pass is smaller than the one before by the ratio of the rates: this is the sum of them all.
        (_, Verdict.Converging) when course.Falls(_options) => (
            TimeFor(Unsent(stats, course), course.BytesPerSecond - course.DirtyBytesPerSecond.Value), TimeLeftKind.Estimate),
        _ => default,
    };

    /// <summary>How long everything takes that is to be copied once the server is paused, as far as is known.</summary>
    private static TimeSpan? TimeOfAPause(JobStats stats, Course course) =>
        TimeFor(Unsent(stats, course), stats.Iteration <= 1 && course.Pace(stats.RemainingBytes, stats.Elapsed) is > 0 and var pace
            ? pace
            : course.BytesPerSecond);

    private static bool CanPause(JobStats stats) =>
        stats is { Phase: JobPhase.PreCopy, IsPaused: not true, ForceCompleteMeans: { } means } && means.Contains(ForceCompleteMeans.Pause);

    /// <summary>What remains of the pass, and what the server has dirtied since it began, as far as its rate tells.</summary>
    private static long? Unsent(JobStats stats, Course course)
    {
        if (stats.RemainingBytes is not { } remaining)
            return null;
        if (course is not { PassBytes: { } pass, DirtyBytesPerSecond: { } dirty, BytesPerSecond: > 0 and var speed } || pass <= remaining)
            return remaining;
        return remaining + (long)Math.Min(pass, (pass - remaining) * (dirty / speed));
    }

    private static TimeSpan? TimeFor(long? bytes, double bytesPerSecond) =>
        bytes >= 0 && bytesPerSecond > 0 && Math.Round(bytes.Value / bytesPerSecond * 1000) is var milliseconds
            && milliseconds <= Longest.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;
}
