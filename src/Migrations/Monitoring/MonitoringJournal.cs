using Microsoft.Extensions.Logging;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Monitoring;

/// <summary>What monitoring writes into the log.</summary>
public sealed partial class MonitoringJournal(ILogger<MonitoringJournal> logger)
{
    internal void StatusChanged(MigrationStatus? before, Migration migration)
    {
        if (before is null)
            LogAppeared(migration.Id, migration.ServerUuid, migration.Status.WireName);
        if (migration.Status == MigrationStatus.Error)
            LogError(migration.Id, migration.ServerUuid, migration.Reason);
        else if (migration.Status.IsFinal)
            LogEnded(migration.Id, migration.ServerUuid, migration.Status.WireName, migration.Reason ?? "");
        else if (before is not null)
            LogChanged(migration.Id, migration.ServerUuid, before.Value.WireName, migration.Status.WireName);
    }

    internal void VerdictChanged(LiveMigration live)
    {
        var (record, forecast) = (live.Record, live.Forecast);
        if (forecast.Verdict == Verdict.Stalled)
            LogStalled(record.Id, record.ServerUuid, forecast.Explanation);
        else
            LogVerdict(record.Id, record.ServerUuid, forecast.Verdict.WireName, forecast.Explanation);
    }

    [LoggerMessage(EventIds.DriverBack, LogLevel.Information, "The {Driver} driver answers")]
    internal partial void DriverAnswers(string driver);

    /// <summary>An exception that a driver should not throw is a defect, and is logged with its trace.</summary>
    /// <param name="wasSeen">Whether the hypervisor has answered since the start.</param>
    internal void DriverLost(Exception reason, bool wasSeen)
    {
        if (reason is not MigrationDriverException)
            TickFailed(reason);
        else if (wasSeen)
            LogDriverLost(reason.Message);
        else
            LogDriverNotFound(reason.Message);
    }

    [LoggerMessage(EventIds.DriverStillLost, LogLevel.Error, "The hypervisor has not answered for {Time}. {Reason}")]
    internal partial void DriverIsStillLost(TimeSpan time, string reason);

    [LoggerMessage(EventIds.NewsLost, LogLevel.Warning,
        "The driver reports no news; changes are found by polling only. {Reason}")]
    internal partial void NewsAreLost(string reason);

    [LoggerMessage(EventIds.NewsBack, LogLevel.Information, "The driver reports news again")]
    internal partial void NewsAreBack();

    /// <summary>An exception that a driver should not throw is a defect, and is logged with its trace.</summary>
    internal void JobUnreadable(MigrationJob job, Exception reason)
    {
        if (reason is MigrationDriverException)
            LogUnreadable(job.Id, job.ServerUuid, reason.Message);
        else
            LogReadingFailed(reason, job.Id, job.ServerUuid);
    }

    internal void JobReadable(MigrationJob job) => LogReadable(job.Id, job.ServerUuid);

    internal void EndUnreadable(Migration migration, Exception? reason) => LogEndUnreadable(
        reason is MigrationDriverException ? null : reason, migration.Id, reason?.Message ?? "It was given up.");

    internal void EndReadable(Migration migration) => LogEndReadable(migration.Id);

    [LoggerMessage(EventIds.Reconciled, LogLevel.Information,
        "{Found} unfinished migrations were stored, {Running} of them still run")]
    internal partial void Reconciled(int found, int running);

    [LoggerMessage(EventIds.TickFailed, LogLevel.Error, "A sampling tick failed; the last values stay")]
    internal partial void TickFailed(Exception exception);

    [LoggerMessage(EventIds.Pruned, LogLevel.Information, "{Count} migrations that ended before {Before} were deleted")]
    internal partial void Pruned(int count, DateTimeOffset before);

    [LoggerMessage(EventIds.PruningFailed, LogLevel.Error, "Old migrations could not be deleted")]
    internal partial void PruningFailed(Exception exception);

    [LoggerMessage(EventIds.MigrationAppeared, LogLevel.Information, "Migration {MigrationId} of server {Server} appeared, {Status}")]
    private partial void LogAppeared(long migrationId, Guid server, string status);

    [LoggerMessage(EventIds.MigrationStatusChanged, LogLevel.Information,
        "Migration {MigrationId} of server {Server} went from {Before} to {Status}")]
    private partial void LogChanged(long migrationId, Guid server, string before, string status);

    [LoggerMessage(EventIds.MigrationEnded, LogLevel.Information, "Migration {MigrationId} of server {Server} ended {Status}. {Reason}")]
    private partial void LogEnded(long migrationId, Guid server, string status, string reason);

    [LoggerMessage(EventIds.MigrationStalled, LogLevel.Warning, "Migration {MigrationId} of server {Server} is stalled: {Explanation}")]
    private partial void LogStalled(long migrationId, Guid server, string explanation);

    [LoggerMessage(EventIds.VerdictChanged, LogLevel.Information,
        "Migration {MigrationId} of server {Server} is judged {Verdict}: {Explanation}")]
    private partial void LogVerdict(long migrationId, Guid server, string verdict, string explanation);

    [LoggerMessage(EventIds.MigrationNeedsAttention, LogLevel.Critical, "Migration {MigrationId} of server {Server} needs attention. {Reason}")]
    private partial void LogError(long migrationId, Guid server, string? reason);

    [LoggerMessage(EventIds.DriverLost, LogLevel.Error, "The hypervisor does not answer; answers show what was last seen. {Reason}")]
    private partial void LogDriverLost(string reason);

    [LoggerMessage(EventIds.DriverNotFound, LogLevel.Error,
        "The hypervisor does not answer, so nothing is known of its servers and migrations; calls for them are answered 503. {Reason}")]
    private partial void LogDriverNotFound(string reason);

    [LoggerMessage(EventIds.JobUnreadable, LogLevel.Warning,
        "Job {JobId} of server {Server} cannot be read; its last values stay. {Reason}")]
    private partial void LogUnreadable(string jobId, Guid server, string reason);

    [LoggerMessage(EventIds.JobReadable, LogLevel.Information, "Job {JobId} of server {Server} can be read again")]
    private partial void LogReadable(string jobId, Guid server);

    [LoggerMessage(EventIds.ReadingFailed, LogLevel.Error,
        "Job {JobId} of server {Server} could not be read because of a defect of this service; its last values stay")]
    private partial void LogReadingFailed(Exception defect, string jobId, Guid server);

    [LoggerMessage(EventIds.SampleMissed, LogLevel.Warning,
        "The end of migration {MigrationId} cannot be read yet; the migration is shown as last seen. {Reason}")]
    private partial void LogEndUnreadable(Exception? defect, long migrationId, string reason);

    [LoggerMessage(EventIds.EndReadable, LogLevel.Information, "The end of migration {MigrationId} can be read again")]
    private partial void LogEndReadable(long migrationId);
}
