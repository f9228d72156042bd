using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

/// <summary>A migration in the fake world, from the queue to its end.</summary>
/// <remarks>Its phases and counters follow what libvirt 9.0 reports of a migration by QEMU 7.2.</remarks>
internal sealed partial record FakeJob
{
    private static readonly TimeSpan AbortDuration = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan BrokenDuration = TimeSpan.FromMinutes(1);

    /// <summary>Rises with each job of the world, and continues after a restart.</summary>
    public required long Number { get; init; }

    public required string Id { get; init; }
    public required JobPhase Phase { get; init; }

    /// <summary>Time since the job left the queue.</summary>
    public required TimeSpan Elapsed { get; init; }

    public required TimeSpan InPhase { get; init; }
    public required long DiskProcessedBytes { get; init; }
    public required MemoryCopy Memory { get; init; }

    /// <summary>Whether a force-complete has paused the server.</summary>
    public required bool Paused { get; init; }

    /// <summary>How long the server has been paused for this job.</summary>
    public required TimeSpan Downtime { get; init; }

    /// <summary>Bytes that the destination had to ask for.</summary>
    public required long FetchedBytes { get; init; }

    /// <summary>Null when all is as the scenario says.</summary>
    public JobTerms? Terms { get; init; }

    /// <summary>Whether somebody has started it; otherwise the scenario has.</summary>
    internal bool IsStarted => Terms?.Destination is not null;

    /// <summary>Set by the step or the command that ends the job; the world then removes it.</summary>
    public JobEnd? End { get; init; }

    public static FakeJob Queue(ScenarioServer server, long number) => new()
    {
        Number = number,
        Id = $"{server.Name}-{number}",
        Phase = JobPhase.Queued,
        Elapsed = TimeSpan.Zero,
        InPhase = TimeSpan.Zero,
        DiskProcessedBytes = 0,
        Memory = MemoryCopy.Begin(server.MemoryBytes),
        Paused = false,
        Downtime = TimeSpan.Zero,
        FetchedBytes = 0,
    };

    /// <summary>The server with this job's terms.</summary>
    public ScenarioServer UnderTerms(ScenarioServer server) => Terms?.Of(server) ?? server;

    public FakeJob Enter(JobPhase phase) => this with { Phase = phase, InPhase = TimeSpan.Zero };

    /// <summary>This job one step later.</summary>
    public FakeJob Advance(ScenarioServer server, Chance chance)
    {
        if (Phase == JobPhase.Queued)
            return this;
        if (server.Fails is { } fails && fails.Phase == Phase && InPhase.TotalSeconds >= fails.AfterSeconds)
            return Phase == JobPhase.PostCopy ? Enter(JobPhase.PostCopyBroken) : EndAs(JobResult.Failed, fails.Reason);

        var job = this with { Elapsed = Elapsed + FakeWorld.StepLength, InPhase = InPhase + FakeWorld.StepLength };
        return Phase switch
        {
            JobPhase.Preparing when job.InPhase >= server.Prepare =>
                job.Enter(server.DiskBytes > 0 ? JobPhase.Storage : JobPhase.PreCopy),
            JobPhase.Storage => job.CopyDisks(server),
            JobPhase.PreCopy or JobPhase.PostCopy => job.CopyMemory(server, chance),
            JobPhase.PostCopyBroken when job.InPhase >= BrokenDuration => job.EndAs(JobResult.Failed, server.Fails?.Reason),
            JobPhase.Finishing when job.InPhase >= server.Finish => job.Complete(server),
            JobPhase.Aborting when job.InPhase >= AbortDuration => job.EndAs(JobResult.Cancelled),
            _ => job,
        };
    }

    private FakeJob CopyDisks(ScenarioServer server)
    {
        var sent = server.SpeedOf(dirtiedBytesPerSecond: 0).BytesIn(FakeWorld.StepLength);
        var job = this with { DiskProcessedBytes = Math.Min(server.DiskBytes, DiskProcessedBytes + sent) };
        return job.DiskProcessedBytes < server.DiskBytes ? job : job.Enter(JobPhase.PreCopy);
    }

    private FakeJob CopyMemory(ScenarioServer server, Chance chance)
    {
        var speed = server.SpeedOf(DirtiedBytesPerSecond(server, chance));
        var memory = Memory.Advance(speed, FakeWorld.StepLength);
        var job = this with
        {
            Memory = memory,
            Downtime = Paused ? Downtime + FakeWorld.StepLength : Downtime,
            FetchedBytes = Phase == JobPhase.PostCopy
                ? FetchedBytes + memory.ProcessedBytes - Memory.ProcessedBytes
                : FetchedBytes,
        };
        return memory.IsDone
            ? (job with { Downtime = job.Downtime + speed.TimeFor(memory.PausedBytes) }).Enter(JobPhase.Finishing)
            : job;
    }

    private long DirtiedBytesPerSecond(ScenarioServer server, Chance chance) =>
        Paused || Phase != JobPhase.PreCopy || server.State != ServerState.Active
            ? 0
            : chance.Vary(server.DirtyBytesPerSecond, Number, (long)Elapsed.TotalSeconds);

    private FakeJob Complete(ScenarioServer server) => this with
    {
        End = new JobEnd(JobResult.Completed, FinalStats: Read(server, default) with { Downtime = Downtime, ForceCompleteMeans = null }),
    };

    private FakeJob EndAs(JobResult result, string? reason = null) => this with { End = new JobEnd(result, reason) };
}
