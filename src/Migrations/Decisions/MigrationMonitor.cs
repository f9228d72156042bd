using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Decisions;

/// <summary>Decides the next state of a migration after each observation. Pure: no clock, no store, no driver.</summary>
public static class MigrationMonitor
{
    /// <summary>The record of a job that nobody has recorded yet.</summary>
    public static LiveMigration Begin(MigrationJob job, JobStats? stats, Server? server, Guid uuid, DateTimeOffset now)
    {
        var record = new Migration
        {
            Uuid = uuid,
            ServerUuid = job.ServerUuid,
            JobId = job.Id,
            Status = StatusOf(stats?.Phase ?? job.Phase) ?? MigrationStatus.Running,
            SourceCompute = job.SourceCompute ?? server?.Host,
            SourceNode = job.SourceNode,
            DestCompute = job.DestCompute,
            DestNode = job.DestNode,
            DestHost = job.DestHost,
            UserId = server?.UserId,
            ProjectId = server?.ProjectId,
            Progress = stats is null ? MigrationProgress.None : Advance(MigrationProgress.None, stats),
            CreatedAt = now,
        };
        var numbers = stats is null ? JobNumbers.None : JobNumbersMonitor.Advance(JobNumbers.None, null, stats);
        return new LiveMigration(Close(record, numbers, now), stats, stats is null ? null : now)
        {
            Numbers = numbers,
            Samples = stats is null ? null : new SampleHistory(),
        };
    }

    /// <summary>A migration after one more pass; without a reading it keeps its values and the miss is counted.</summary>
    /// <param name="missedBecause">Why there is no reading, if that is known.</param>
    public static LiveMigration Advance(
        LiveMigration live, MigrationJob job, JobStats? stats, DateTimeOffset now, string? missedBecause = null)
    {
        var record = live.Record with
        {
            Status = Next(live.Record.Status, stats?.Phase ?? job.Phase),
            SourceNode = live.Record.SourceNode ?? (live.Start is null ? null : job.SourceNode),
            DestCompute = live.Record.DestCompute ?? job.DestCompute,
            DestNode = live.Record.DestNode ?? job.DestNode,
            DestHost = live.Record.DestHost ?? job.DestHost,
            Progress = stats is null ? live.Record.Progress : Advance(live.Record.Progress, stats),
        };
        var numbers = stats is null ? live.Numbers : JobNumbersMonitor.Advance(live.Numbers, live.Stats, stats);
        record = Touch(live.Record, Close(record, numbers, now), now);
        return stats is null
            ? Miss(live, missedBecause) with { Record = record }
            : new LiveMigration(record, stats, now)
            {
                Numbers = numbers,
                Forecast = live.Forecast,
                Start = live.Start,
                Samples = live.Samples ?? new SampleHistory(),
            };
    }

    /// <summary>A migration whose job is over; a result is written once.</summary>
    /// <param name="abortedBy">The caller whose abort was sent to the hypervisor; null when none was sent.</param>
    /// <param name="forcedBecause">Why its policy has forced it to complete; null when it has not.</param>
    public static LiveMigration End(LiveMigration live, JobEnd end, Requester? abortedBy, DateTimeOffset now, string? forcedBecause = null)
    {
        var mayBeCancelled = live.Record.Status.CanBecome(MigrationStatus.Cancelled);
        var (status, why, reason) = end.Result switch
        {
            JobResult.Completed => (MigrationStatus.Completed, (EndReason?)null,
                end.Reason ?? (forcedBecause is null ? null : $"Forced to complete by its policy: {forcedBecause}.")),
            _ when end.FitsAnAbort && mayBeCancelled && abortedBy is not null =>
                (MigrationStatus.Cancelled, EndReason.Aborted, WhoAborted(abortedBy)),
            JobResult.Cancelled when mayBeCancelled => (MigrationStatus.Cancelled, EndReason.CancelledAtHypervisor, end.Reason),
            JobResult.Cancelled or JobResult.NotMigrated => (MigrationStatus.Failed, EndReason.NotMigrated,
                end.Reason ?? "The job ended with the server still at the source; the hypervisor does not tell why."),
            JobResult.Failed => (MigrationStatus.Failed, EndReason.Failed, end.Reason),
            _ => (MigrationStatus.Error, EndReason.Unknown, end.Reason ?? "It cannot be known where the server runs."),
        };
        var numbers = end.FinalStats is { } last ? JobNumbersMonitor.Advance(live.Numbers, live.Stats, last) : live.Numbers;
        var progress = end.FinalStats is { } stats ? Advance(live.Record.Progress, stats) : live.Record.Progress;
        var record = live.Record with
        {
            Status = status,
            Reason = reason,
            EndReason = why,
            Numbers = numbers with { Elapsed = numbers.Elapsed ?? TimeBetween(live.Record.CreatedAt, now) },
            Progress = status == MigrationStatus.Completed ? progress.Complete() : progress,
            EndedAt = now,
            UpdatedAt = now,
        };
        return live with { Record = record, Stats = end.FinalStats ?? live.Stats };
    }

    /// <summary>A migration that nothing could be read of; the miss is counted.</summary>
    /// <param name="reason">Why, if that is known; an earlier reason stays.</param>
    public static LiveMigration Miss(LiveMigration live, string? reason = null) =>
        live with { MissedSamples = live.MissedSamples + 1, MissedBecause = reason ?? live.MissedBecause };

    /// <summary>
    /// Whether a job with the migration's job id is a new job: its elapsed time has decreased, or it has gone back from post-copy or an abort.
    /// Elapsed times are not stored; in the first reading since this service started, it is a job without a name that has copied less.
    /// </summary>
    /// <remarks>In post-copy a restarted hypervisor daemon counts from zero again; that is still the same job.</remarks>
    public static bool IsAnotherJob(LiveMigration live, JobStats? stats) =>
        stats is { Phase: not (JobPhase.PostCopy or JobPhase.PostCopyBroken or JobPhase.Aborting) }
        && live.Stats switch
        {
            null when live.Record.JobId != MigrationJob.IdWithoutName(live.Record.ServerUuid) => false,
            null when stats.Phase is JobPhase.Queued or JobPhase.Preparing => live.Record.Progress.MovedBytes > 0,
            null => stats.Memory.ProcessedBytes < live.Record.Progress.Memory.ProcessedBytes,
            { Phase: JobPhase.PostCopy or JobPhase.PostCopyBroken or JobPhase.Aborting } => stats.Phase < JobPhase.PostCopy,
            var last => stats.Elapsed < last.Elapsed,
        };

    /// <remarks>A hypervisor may count from zero while it aborts a job; nothing is copied any more.</remarks>
    private static MigrationProgress Advance(MigrationProgress progress, JobStats stats) => stats.Phase == JobPhase.Aborting
        ? progress
        : progress.Advance(stats.Memory, stats.Disk, stats.SetupTime, stats.Downtime, stats.ServerMemoryBytes);

    private static MigrationStatus Next(MigrationStatus current, JobPhase phase) =>
        StatusOf(phase) is { } next && current.CanBecome(next) ? next : current;

    private static MigrationStatus? StatusOf(JobPhase phase) => phase switch
    {
        JobPhase.Queued => MigrationStatus.Queued,
        JobPhase.Preparing => MigrationStatus.Preparing,
        JobPhase.Storage or JobPhase.PreCopy => MigrationStatus.Running,
        JobPhase.PostCopy => MigrationStatus.RunningPostCopy,
        JobPhase.PostCopyBroken => MigrationStatus.Error,
        JobPhase.Finishing => MigrationStatus.PostMigrating,
        _ => null,
    };

    private static Migration Close(Migration record, JobNumbers numbers, DateTimeOffset now) => record.Status == MigrationStatus.Error
        ? record with
        {
            EndedAt = now,
            EndReason = EndReason.PostCopyLost,
            Numbers = numbers,
            Reason = "Post-copy has lost its connection: the server is stuck with its memory on two hosts, "
                     + "and must be recovered by hand.",
        }
        : record;

    private static Migration Touch(Migration before, Migration after, DateTimeOffset now) =>
        after == before ? before : after with { UpdatedAt = now };

    /// <summary>Null when the wall clock was set back in between.</summary>
    private static TimeSpan? TimeBetween(DateTimeOffset from, DateTimeOffset to) => to >= from ? to - from : null;

    internal static string WhoAborted(Requester abortedBy) => abortedBy.Because is { } because
        ? $"Aborted by its policy: {because}."
        : $"Aborted by {(abortedBy.UserId is { } user ? $"user {user}" : "an anonymous caller")}, request {abortedBy.RequestId}.";
}
