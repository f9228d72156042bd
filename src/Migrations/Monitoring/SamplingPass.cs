using Migrations.Convergence;
using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Monitoring;

/// <summary>One pass over the jobs and servers of the hypervisor: read, decide, commit, publish.</summary>
/// <remarks>Used by one loop at a time; <see cref="StartupReconciler"/> hands it over to <see cref="ProgressSampler"/>.</remarks>
public sealed class SamplingPass(
    LiveMigrations live, IMigrationStore store, ICommandStore commands, IMigrationDriver driver, DriverHealth health,
    DepartedServers departed, ConvergenceJudge judge, MigrationsTelemetry telemetry, MonitoringJournal journal, TimeProvider clock)
{
    private readonly StatsReader _jobs = new(driver, journal);
    private readonly EndReader _ends = new(driver, journal, clock);
    private readonly PassReport _report = new(telemetry, journal);
    private readonly LossReminder _reminder = new(clock);
    private long? _began;

    /// <summary>Makes one pass. When the hypervisor or the store does not answer, the last values stay and the miss is counted.</summary>
    /// <param name="patience">How long late readings may hold up the others: the time between two passes.</param>
    public async Task RunAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var activity = Traces.Source.StartActivity("tick");
        var started = clock.GetTimestamp();
        Observation? seen = null;
        try
        {
            seen = await LookAsync(started, patience, cancellationToken);
            var known = live.Current;
            var changes = await live.UpdateAsync(
                snapshot => PassDecision.Decide(snapshot, seen, judge, Guid.NewGuid), cancellationToken);
            NoteAnswer();
            _report.Write(known, changes);
        }
        catch (StoreUnavailableException)
        {
            if (seen is not null)
                NoteAnswer();
            await MissAllAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            NoteLoss(e);
            await MissAllAsync(cancellationToken);
        }
        telemetry.Sampled(clock.GetElapsedTime(started), _began is { } before ? clock.GetElapsedTime(before, started) - patience : null);
        _began = started;
    }

    /// <remarks>Only when nothing else has failed: an answer that no pass can use is no return, and would be logged as one each time.</remarks>
    private void NoteAnswer()
    {
        if (health.Found())
            journal.DriverAnswers(driver.Capabilities.Name);
    }

    private void NoteLoss(Exception failure)
    {
        var reason = failure is MigrationDriverException ? failure.Message : $"A sampling tick failed: {failure.Message}";
        if (health.Lost(reason))
        {
            _reminder.Begin();
            journal.DriverLost(failure, wasSeen: live.Current.SeenAt is not null);
        }
        else if (_reminder.IsDue(out var time))
            journal.DriverIsStillLost(time, reason);
    }

    private async Task<Observation> LookAsync(long started, TimeSpan patience, CancellationToken cancellationToken)
    {
        var from = live.Current;
        var jobs = WithoutSettled(await driver.ListJobsAsync(cancellationToken));
        var servers = await driver.ListServersAsync(cancellationToken);
        var over = WithoutJob(from, jobs);
        _jobs.Start(jobs, started, cancellationToken);
        _ends.Start(over, cancellationToken);
        await WaitAsync([.. _jobs.Awaited, .. _ends.Awaited], patience, cancellationToken);

        var readings = _jobs.Take(jobs);
        var ends = _ends.Take(over);
        return new Observation(servers, readings, ends, _ends.Unreadable, AbortsOf(from, ends, readings),
            departed.Judge(from, servers), clock.GetUtcNow())
        {
            Forced = ForcedOf(ends),
        };
    }

    /// <summary>Leaves out jobs that still exist although their migration is final: being aborted, or stuck in post-copy.</summary>
    /// <remarks>A job that is listed twice is one job.</remarks>
    private List<MigrationJob> WithoutSettled(IReadOnlyList<MigrationJob> jobs) =>
    [
        .. jobs.DistinctBy(job => job.Id).Where(job => job.Phase is not (JobPhase.Aborting or JobPhase.PostCopyBroken)
                             || live.Current.FindByJob(job) is not null
                             || !IsSettled(job)),
    ];

    private bool IsSettled(MigrationJob job) =>
        store.FindLatestOfJob(job.ServerUuid, job.Id) is { Status.IsFinal: true };

    private static List<Migration> WithoutJob(LiveSnapshot snapshot, List<MigrationJob> jobs)
    {
        var running = jobs.Select(job => job.Id).ToHashSet();
        return [.. snapshot.Migrations.Where(known => !known.AwaitsItsJob).Select(known => known.Record)
            .Where(record => !running.Contains(record.JobId ?? ""))];
    }

    private async Task WaitAsync(Task[] readings, TimeSpan patience, CancellationToken cancellationToken)
    {
        var all = Task.WhenAll(readings);
        await all.WaitAsync(patience, clock, cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
        if (!all.IsCompleted)
            _ = all.ContinueWith(static failed => failed.Exception, TaskScheduler.Default);
    }

    /// <summary>The callers whose aborts ended the migrations that end in this pass.</summary>
    private Dictionary<long, Requester> AbortsOf(
        LiveSnapshot snapshot, IReadOnlyDictionary<long, JobEnd> ends, IReadOnlyList<ObservedJob> readings)
    {
        var replaced = readings.Select(reading => (Known: snapshot.FindByJob(reading.Job), reading.Stats))
            .Where(job => job.Known is not null && MigrationMonitor.IsAnotherJob(job.Known, job.Stats));
        return ends.Keys.Concat(replaced.Select(job => job.Known!.Record.Id))
            .Select(id => commands.Of(id).LastOrDefault(WasAskedToAbort)).OfType<MigrationCommand>()
            .ToDictionary(abort => abort.MigrationId, abort => abort.RequestedBy);
    }

    /// <summary>Why policies have forced the migrations that complete in this pass.</summary>
    private Dictionary<long, string> ForcedOf(IReadOnlyDictionary<long, JobEnd> ends) => ends
        .Where(end => end.Value.Result == JobResult.Completed)
        .Select(end => commands.Of(end.Key).LastOrDefault(command => command.Kind == CommandKind.ForceComplete && WasSent(command)))
        .Where(command => command?.RequestedBy.Because is not null)
        .ToDictionary(command => command!.MigrationId, command => command!.RequestedBy.Because!);

    private Task<LiveChanges> MissAllAsync(CancellationToken cancellationToken) => live.UpdateAsync(snapshot => new LiveChanges
    {
        Migrations = [.. snapshot.Migrations.Where(known => !known.AwaitsItsJob).Select(known => MigrationMonitor.Miss(known))],
    }, cancellationToken);

    private static bool WasAskedToAbort(MigrationCommand command) => command.Kind == CommandKind.Abort && WasSent(command);

    private static bool WasSent(MigrationCommand command) =>
        command is { StartedAt: not null, Outcome: CommandOutcome.Pending or CommandOutcome.Done };
}
