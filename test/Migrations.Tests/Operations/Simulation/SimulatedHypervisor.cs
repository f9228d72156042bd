using Migrations.Drivers;

namespace Migrations.Tests.Operations.Simulation;

/// <summary>The servers and jobs of a run; they outlive the service, and know nothing of it.</summary>
internal sealed class SimulatedHypervisor(
    SimulationPlan plan, IReadOnlyList<SimulatedJob> jobs, SimulatedClock clock, CommandRules rules)
{
    private readonly long _began = clock.GetTimestamp();
    private readonly List<(long Due, Action Do)> _later = [];
    private int _commands;
    private int _readings;

    public IReadOnlyList<SimulatedJob> Jobs => jobs;

    public CommandAnswer NextAnswer() => plan.Answers is { Length: > 0 } answers ? answers[_commands++ % answers.Length] : CommandAnswer.Done;

    public ReadingAnswer NextReading() => plan.Readings is { Length: > 0 } readings ? readings[_readings++ % readings.Length] : ReadingAnswer.Prompt;

    public SimulatedJob Find(MigrationJob job) => Jobs.Single(candidate => candidate.Id == job.Id);

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
            catch (MigrationDriverException e)
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
        foreach (var job in Jobs)
        {
            job.Elapse(step);
            if (!job.Queued && now - _began >= TimeSpan.FromMilliseconds(job.Plan.QueuedAtMilliseconds).Ticks)
                job.Queue();
        }
        foreach (var next in Jobs.Where(job => job is { Exists: true, Phase: JobPhase.Queued })
                     .Take(plan.Slots - Jobs.Count(job => job is { Exists: true, Phase: not JobPhase.Queued })).ToList())
        {
            next.Enter(JobPhase.Preparing);
            rules.JobLeftTheQueue(next);
        }
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
