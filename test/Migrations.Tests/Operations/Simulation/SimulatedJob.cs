using Migrations.Drivers;

namespace Migrations.Tests.Operations.Simulation;

/// <summary>One job of the simulated hypervisor, with the server that it moves.</summary>
internal sealed class SimulatedJob(int number, PlannedJob plan)
{
    private TimeSpan _elapsed;
    private TimeSpan _inPhase;

    public PlannedJob Plan { get; } = plan;
    public string Id { get; } = $"job-{number}";
    public Guid ServerUuid { get; } = new(number + 1, 0, 0, new byte[8]);
    public bool Queued { get; private set; }
    public JobPhase Phase { get; private set; } = JobPhase.Queued;
    public bool Paused { get; private set; }

    /// <summary>A force-complete has been carried out, whatever came after it.</summary>
    public bool WasForced { get; private set; }

    public JobEnd? End { get; private set; }

    /// <summary>In the queue, or running.</summary>
    public bool Exists => Queued && End is null;

    public void Queue() => Queued = true;

    public void Enter(JobPhase phase) => (Phase, _inPhase) = (phase, TimeSpan.Zero);

    public void Elapse(TimeSpan step)
    {
        if (!Exists || Phase == JobPhase.Queued)
            return;
        (_elapsed, _inPhase) = (_elapsed + step, _inPhase + step);
        switch (Phase)
        {
            case JobPhase.Preparing when _inPhase.TotalSeconds >= 0.5:
                Enter(JobPhase.PreCopy);
                break;
            case JobPhase.PreCopy when Paused ? _inPhase.TotalSeconds >= 1 : Plan.Converges && _inPhase.TotalSeconds >= 3:
            case JobPhase.PostCopy when _inPhase.TotalSeconds >= 1:
                Enter(JobPhase.Finishing);
                break;
            case JobPhase.Finishing when _inPhase.TotalSeconds >= 0.5:
                End = new JobEnd(JobResult.Completed);
                break;
            case JobPhase.Aborting when _inPhase.TotalSeconds >= 0.3:
                Cancel();
                break;
        }
    }

    public void Abort()
    {
        if (Phase == JobPhase.Queued)
            Cancel();
        else if (Phase is JobPhase.PostCopy or JobPhase.Finishing)
            throw new MigrationDriverException(DriverErrorKind.Refused, "the job has gone too far");
        else if (Phase != JobPhase.Aborting)
            Enter(JobPhase.Aborting);
    }

    public ForceCompleteMeans ForceComplete()
    {
        if (Phase is JobPhase.Queued or JobPhase.Preparing)
            throw new MigrationDriverException(DriverErrorKind.NotYet, "the job has not begun to copy");
        if (Phase is JobPhase.Aborting)
            throw new MigrationDriverException(DriverErrorKind.Refused, "the job is being aborted");
        WasForced = true;
        if (Phase == JobPhase.PreCopy && Plan.PostCopy)
            Enter(JobPhase.PostCopy);
        else if (Phase == JobPhase.PreCopy)
            (Paused, _inPhase) = (true, TimeSpan.Zero);
        return Plan.PostCopy ? ForceCompleteMeans.PostCopy : ForceCompleteMeans.Pause;
    }

    public MigrationJob Listed() => new(Id, ServerUuid, Phase);

    public JobStats Read() => Exists
        ? new JobStats(Phase) { Elapsed = _elapsed }
        : throw new MigrationDriverException(DriverErrorKind.NoSuchJob, "there is no such job");

    public Server Server() => new()
    {
        Uuid = ServerUuid,
        Name = $"server-{Id}",
        State = Paused ? ServerState.Paused : ServerState.Active,
    };

    private void Cancel() => (End, Paused) =
        (new JobEnd(Plan.TellsEnd ? JobResult.Cancelled : JobResult.NotMigrated), false);
}
