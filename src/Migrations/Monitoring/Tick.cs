using Migrations.Drivers;
using Migrations.Operations;

namespace Migrations.Monitoring;

/// <summary>One look at the hypervisor: read, decide, commit, publish.</summary>
/// <remarks>Used by one loop at a time; <see cref="StartupReconciler"/> hands it over to <see cref="ProgressSampler"/>.</remarks>
public sealed class Tick(
    LiveMigrations live, IMigrationStore store, ICommandStore commands, IMigrationDriver driver, DriverHealth health,
    MigrationsTelemetry telemetry, MonitoringJournal journal, TimeProvider clock)
{
    private readonly JobReader _reader = new(driver, clock);
    private HashSet<Guid> _listed = [];

    /// <summary>Takes the look. A hypervisor that does not answer leaves the last values in place and counts the miss.</summary>
    /// <param name="patience">How long late readings may hold up the others.</param>
    public async Task RunAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var activity = MigrationsTelemetry.Source.StartActivity("tick");
        var started = clock.GetTimestamp();
        try
        {
            var seen = await LookAsync(patience, cancellationToken);
            if (health.Answered())
                journal.DriverAnswers(driver.Capabilities.Name);
            var before = live.Current;
            var changes = await live.UpdateAsync(
                snapshot => MonitoringTick.Decide(snapshot, seen, Guid.NewGuid), cancellationToken);
            Report(before, changes);
        }
        catch (MigrationDriverException e)
        {
            if (health.Lost(e.Message))
                journal.DriverLost(e);
            await live.UpdateAsync(snapshot => new LiveChanges
            {
                Migrations = [.. snapshot.Migrations.Select(MigrationMonitor.Miss)],
            }, cancellationToken);
        }
        telemetry.TickTook(clock.GetElapsedTime(started));
    }

    private async Task<Sighting> LookAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var from = live.Current;
        var jobs = await driver.ListJobsAsync(cancellationToken);
        var servers = await driver.ListServersAsync(cancellationToken);
        var readings = await _reader.ReadAsync(WithoutSettled(jobs), patience, cancellationToken);
        var (ends, aborts) = await EndsAsync(readings, cancellationToken);

        var listed = servers.Select(server => server.Uuid).ToHashSet();
        var forgotten = _listed.Where(server => !listed.Contains(server) && store.FindLatest(server) is null).ToList();
        _listed = listed;
        return new Sighting(from, servers, readings, ends, aborts, forgotten, clock.GetUtcNow());
    }

    /// <summary>Leaves out jobs that linger although their migration is final: dropped from a queue, or stuck in post-copy.</summary>
    private List<MigrationJob> WithoutSettled(IReadOnlyList<MigrationJob> jobs) =>
    [
        .. jobs.Where(job => job.Phase is not (JobPhase.Queued or JobPhase.Aborting or JobPhase.PostCopyBroken)
                             || live.Current.Of(job.ServerUuid).Any(known => known.Record.JobId == job.Id)
                             || !IsSettled(job)),
    ];

    private bool IsSettled(MigrationJob job) =>
        store.FindLatest(job.ServerUuid) is { } latest && latest.JobId == job.Id && latest.Status.IsFinal;

    private async Task<(Dictionary<long, JobEnd> Ends, Dictionary<long, MigrationCommand> Aborts)> EndsAsync(
        IReadOnlyList<JobReading> readings, CancellationToken cancellationToken)
    {
        var running = readings.ToLookup(reading => reading.Job.Id);
        var over = live.Current.Migrations
            .Where(known => running[known.Record.JobId ?? ""].All(
                reading => MigrationMonitor.IsAnotherJob(known, reading.Stats)))
            .ToList();
        var ends = await Task.WhenAll(over.Select(known => EndAsync(known.Record, cancellationToken)));
        return (
            ends.OfType<(long Id, JobEnd End)>().ToDictionary(end => end.Id, end => end.End),
            over.Select(known => commands.Of(known.Record.Id).LastOrDefault(WasAskedToAbort)).OfType<MigrationCommand>()
                .ToDictionary(abort => abort.MigrationId));
    }

    private async Task<(long Id, JobEnd End)?> EndAsync(Migration migration, CancellationToken cancellationToken)
    {
        try
        {
            return (migration.Id, await driver.GetEndAsync(migration.ServerUuid, migration.JobId ?? "", cancellationToken));
        }
        catch (MigrationDriverException e)
        {
            journal.EndUnreadable(migration, e);
            return null;
        }
    }

    private static bool WasAskedToAbort(MigrationCommand command) =>
        command is { Kind: CommandKind.Abort, StartedAt: not null, Outcome: CommandOutcome.Pending or CommandOutcome.Done };

    private void Report(LiveSnapshot before, LiveChanges changes)
    {
        foreach (var changed in changes.Migrations)
        {
            var known = before.Find(changed.Record.ServerUuid, changed.Record.Id);
            if (known?.Record.Status != changed.Record.Status)
                journal.StatusChanged(known?.Record.Status, changed.Record);
            if (changed.Record.Status.IsFinal)
                telemetry.MigrationEnded(changed.Record.Status);
            else if (changed.MissedSamples > (known?.MissedSamples ?? 0))
                telemetry.SampleMissed();
        }
    }
}
