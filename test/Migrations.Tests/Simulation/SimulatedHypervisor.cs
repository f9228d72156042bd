using Migrations.Drivers;

namespace Migrations.Tests.Simulation;

/// <summary>The servers and jobs of a run; they outlive the service, and know nothing of it.</summary>
internal sealed class SimulatedHypervisor(
    SimulationPlan plan, List<SimulatedJob> jobs, SimulatedClock clock, MigrationRules migrations, CommandRules commands)
{
    private readonly long _began = clock.GetTimestamp();
    private readonly List<(long Due, Action Do)> _later = [];
    private int _commands;
    private int _readings;
    private int _starts;

    /// <summary>In the order in which they were begun; those that have not been come first.</summary>
    public IReadOnlyList<SimulatedJob> Jobs => jobs;

    /// <summary>From now on every question and command is answered at once.</summary>
    public bool IsCalm { get; set; }

    public IReadOnlyList<Server> Servers =>
    [
        .. jobs.GroupBy(job => job.ServerUuid).Select(ofServer => ofServer.LastOrDefault(job => job.Queued) ?? ofServer.First())
            .Where(job => !job.ServerHasLeft).Select(job => job.Server()),
    ];

    public CommandAnswer NextAnswer() =>
        !IsCalm && plan.Answers is { Length: > 0 } answers ? answers[_commands++ % answers.Length] : CommandAnswer.Done;

    public StartReply NextReply() =>
        !IsCalm && plan.Replies is { Length: > 0 } replies ? replies[_starts++ % replies.Length] : StartReply.Done;

    public ReadingAnswer NextReading() =>
        !IsCalm && plan.Readings is { Length: > 0 } readings ? readings[_readings++ % readings.Length] : ReadingAnswer.Prompt;

    /// <summary>The last job with this id; null while there is none.</summary>
    public SimulatedJob? Latest(string id) => jobs.LastOrDefault(job => job.Queued && job.Id == id);

    /// <exception cref="MigrationDriverException">There is none with this id.</exception>
    public SimulatedJob Find(MigrationJob asked) => Latest(asked.Id)
        ?? throw new MigrationDriverException(DriverErrorKind.NoSuchJob, "there is no such job");

    /// <summary>How the last job with this id ended; of a former id nothing is known, and a server that is here has not left by a job that never was.</summary>
    public JobEnd EndOf(Guid serverUuid, string id) => Latest(id) is { } job
        ? job.End ?? throw new MigrationDriverException(DriverErrorKind.NotYet, "the job has not ended")
        : new JobEnd(jobs.Any(other => other.Is(id)) || !IsHere(serverUuid) ? JobResult.Unknown : JobResult.NotMigrated);

    public static string OwnIdOf(StartOrder order) => $"start-{order.MigrationUuid}";

    public string StartedId(StartOrder order) =>
        plan.OwnIds ? OwnIdOf(order) : MigrationJob.IdWithoutName(order.ServerUuid);

    /// <exception cref="StartRefusedException">The server is not here, or has a job.</exception>
    public void Start(StartOrder order)
    {
        if (!IsHere(order.ServerUuid))
            throw new StartRefusedException(StartRefusal.PreCheck("the server is not here"));
        if (jobs.Any(other => other.Exists && other.ServerUuid == order.ServerUuid))
            throw new StartRefusedException(StartRefusal.PreCheck("the server has a job"));
        var like = jobs.First(job => job.ServerUuid == order.ServerUuid).Plan;
        Begin(new SimulatedJob(jobs.Count, like, plan.OwnIds ? StartedId(order) : null));
    }

    /// <summary>Does something later, whoever still waits for it then.</summary>
    public Task<T> LaterAsync<T>(TimeSpan delay, Func<T> act)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _later.Add((clock.GetTimestamp() + delay.Ticks, Do));
        return done.Task;

        void Do()
        {
            try
            {
                done.SetResult(act());
            }
            catch (Exception e) when (e is MigrationDriverException or StartRefusedException)
            {
                done.SetException(e);
                _ = done.Task.Exception;
            }
        }
    }

    /// <summary>Moves everything on to the present.</summary>
    public void Elapse(TimeSpan step)
    {
        var now = clock.GetTimestamp();
        foreach (var due in _later.Where(later => later.Due <= now).ToList())
        {
            _later.Remove(due);
            due.Do();
        }
        foreach (var job in Jobs.ToList())
        {
            job.Elapse(step);
            if (!job.Queued && now - _began >= TimeSpan.FromMilliseconds(job.Plan.QueuedAtMilliseconds).Ticks
                && !jobs.Any(other => other.Exists && other.ServerUuid == job.ServerUuid))
                Begin(job);
        }
        foreach (var next in Jobs.Where(job => job is { Exists: true, Phase: JobPhase.Queued })
                     .Take(plan.Slots - Jobs.Count(job => job is { Exists: true, Phase: not (JobPhase.Queued or JobPhase.PostCopyBroken) })).ToList())
        {
            next.Enter(JobPhase.Preparing);
            migrations.JobLeftTheQueue(next);
            commands.JobLeftTheQueue(next);
        }
    }

    private bool IsHere(Guid serverUuid) => Servers.Any(server => server.Uuid == serverUuid);

    /// <remarks>Only a hypervisor that tells its jobs apart has a queue; libvirt has neither.</remarks>
    private void Begin(SimulatedJob job)
    {
        jobs.Remove(job);
        jobs.Add(job);
        job.Queue();
        if (!plan.OwnIds)
            job.Enter(JobPhase.Preparing);
    }

    public ForceCompleteMeans CarryOut(CommandKind kind, MigrationJob asked)
    {
        var job = Find(asked);
        if (!job.Exists)
            throw new MigrationDriverException(DriverErrorKind.NoSuchJob, "there is no such job");
        if (kind == CommandKind.ForceComplete)
            return job.ForceComplete();
        job.Abort();
        return default;
    }
}
