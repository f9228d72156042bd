using Migrations.Drivers;

namespace Migrations.Tests.Simulation;

/// <summary>One job of the simulated hypervisor, with the server that it moves.</summary>
/// <param name="id">Its own id; null when it has the id of its server.</param>
internal sealed class SimulatedJob(int number, PlannedJob plan, string? id)
{
    private const long MemoryBytes = 4000;

    private readonly List<string> _formerIds = [];
    private TimeSpan _elapsed;
    private TimeSpan _inPhase;
    private long? _copiedBytes;

    public PlannedJob Plan { get; } = plan;
    public Guid ServerUuid { get; } = new(plan.Server + 1, 0, 0, new byte[8]);

    /// <summary>Else it has the id of its server, as all jobs of that server have.</summary>
    public bool HasOwnId => id is not null;

    public string Id { get; private set; } = id ?? new Guid(plan.Server + 1, 0, 0, new byte[8]).ToString();

    /// <summary>Tells the rules which job a migration was recorded for, whatever ids there are.</summary>
    public string Node { get; } = $"node of job {number}";

    public bool Queued { get; private set; }
    public JobPhase Phase { get; private set; } = JobPhase.Queued;
    public bool Paused { get; private set; }

    /// <summary>A force-complete has been carried out, whatever came after it.</summary>
    public bool WasForced { get; private set; }

    public JobEnd? End { get; private set; }

    /// <summary>In the queue, or running.</summary>
    public bool Exists => Queued && End is null;

    /// <summary>Whether the server is, or may be, elsewhere.</summary>
    public bool ServerHasLeft => End is { Result: JobResult.Completed or JobResult.Unknown };

    /// <summary>Whether it has or had this id.</summary>
    public bool Is(string id) => Id == id || _formerIds.Contains(id);

    public void Queue() => Queued = true;

    public void Enter(JobPhase phase) => (Phase, _inPhase) = (phase, TimeSpan.Zero);

    /// <summary>It goes on under another id.</summary>
    public void Rename()
    {
        if (!HasOwnId || !Exists || Phase == JobPhase.Queued)
            return;
        _formerIds.Add(Id);
        Id = $"{Id}'";
    }

    public void Elapse(TimeSpan step)
    {
        if (!Exists || Phase == JobPhase.Queued)
            return;
        (_elapsed, _inPhase) = (_elapsed + step, _inPhase + step);
        if (Phase is JobPhase.PreCopy or JobPhase.PostCopy)
            _copiedBytes = (_copiedBytes ?? 0) + (long)step.TotalMilliseconds;
        if (Plan.Fate != JobFate.None && _elapsed >= TimeSpan.FromMilliseconds(Plan.FateAtMilliseconds))
            MeetItsFate();
        else
            GoOn();
    }

    public void Abort()
    {
        if (Phase == JobPhase.Queued)
            Cancel();
        else if (Phase is JobPhase.PostCopy or JobPhase.PostCopyBroken or JobPhase.Finishing)
            throw new MigrationDriverException(DriverErrorKind.Refused, "the job has gone too far");
        else if (Phase != JobPhase.Aborting)
            Enter(JobPhase.Aborting);
    }

    public ForceCompleteMeans ForceComplete()
    {
        if (Phase is JobPhase.Queued or JobPhase.Preparing)
            throw new MigrationDriverException(DriverErrorKind.NotYet, "the job has not begun to copy");
        if (Phase is JobPhase.Aborting or JobPhase.PostCopyBroken)
            throw new MigrationDriverException(DriverErrorKind.Refused, "the job is being aborted, or broken");
        WasForced = true;
        if (Phase == JobPhase.PreCopy && Plan.PostCopy)
            Enter(JobPhase.PostCopy);
        else if (Phase == JobPhase.PreCopy)
            (Paused, _inPhase) = (true, TimeSpan.Zero);
        return Plan.PostCopy ? ForceCompleteMeans.PostCopy : ForceCompleteMeans.Pause;
    }

    public MigrationJob Listed() => new(Id, ServerUuid, Phase) { SourceNode = Node };

    /// <remarks>What remains is refilled by what the server changes.</remarks>
    public JobStats Read() => Exists
        ? new JobStats(Phase)
        {
            Elapsed = _elapsed,
            Memory = _copiedBytes is { } copied ? new Transfer(MemoryBytes, copied, MemoryBytes - copied % 3000) : default,
        }
        : throw new MigrationDriverException(DriverErrorKind.NoSuchJob, "there is no such job");

    public Server Server() => new()
    {
        Uuid = ServerUuid,
        Name = $"server-{Plan.Server}",
        State = Paused ? ServerState.Paused : ServerState.Active,
    };

    private void GoOn()
    {
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

    private void MeetItsFate()
    {
        if (Plan.Fate == JobFate.Vanishes)
            End = new JobEnd(JobResult.Unknown);
        else if (Phase is JobPhase.PostCopy)
            Enter(JobPhase.PostCopyBroken);
        else if (Phase is JobPhase.Preparing or JobPhase.PreCopy)
            (End, Paused) = (new JobEnd(JobResult.Failed), false);
        else
            GoOn();
    }

    private void Cancel() => (End, Paused) = (Plan.EndOfAbort, false);
}
