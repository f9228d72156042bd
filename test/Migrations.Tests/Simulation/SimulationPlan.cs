using CsCheck;
using Migrations.Drivers;

namespace Migrations.Tests.Simulation;

/// <summary>All that happens to the service in one run. The seed decides what is left open: who runs next, and how late things are.</summary>
/// <param name="OwnIds">Jobs have ids of their own; else those of their servers, so that later jobs of a server have the same.</param>
internal sealed record SimulationPlan(
    int Seed, int Slots, bool OwnIds, PlannedJob[] Jobs, PlannedEvent[] Events, CommandAnswer[] Answers, StartReply[] Replies, ReadingAnswer[] Readings)
{
    public static Gen<SimulationPlan> Any { get; } =
        from seed in Gen.Int[0, int.MaxValue]
        from slots in Gen.Int[1, 2]
        from ownIds in Gen.Frequency((3, true), (1, false))
        from jobs in PlannedJob.Any.Array[1, 4]
        from events in PlannedEvent.Any.Array[1, 10]
        from answers in Gen.Enum<CommandAnswer>().Array[0, 12]
        from replies in Gen.Frequency((1, Gen.Const(StartReply.Done)), (1, Gen.Enum<StartReply>())).Array[0, 8]
        from readings in Gen.Enum<ReadingAnswer>().Array[0, 6]
        select new SimulationPlan(seed, slots, ownIds, jobs, events, answers, replies, readings);

    public override string ToString() =>
        $"seed {Seed}, {Slots} slots, {(OwnIds ? "ids of jobs" : "ids of servers")}\n  jobs: {string.Join(", ", Jobs.AsEnumerable())}\n"
        + $"  events: {string.Join(", ", Events.AsEnumerable())}\n  answers: {string.Join(", ", Answers)}\n  replies: {string.Join(", ", Replies)}\n  readings: {string.Join(", ", Readings)}";
}

/// <summary>A migration that somebody starts, once the server has no other.</summary>
/// <param name="EndOfAbort">What the hypervisor says after an abort: that the job was cancelled, that it failed, or only that the server is here.</param>
/// <param name="FateAtMilliseconds">When its fate comes, from when it has left the queue.</param>
internal sealed record PlannedJob(
    int Server, int QueuedAtMilliseconds, bool Converges, bool PostCopy, JobEnd EndOfAbort, JobFate Fate, int FateAtMilliseconds)
{
    private static readonly Gen<JobFate> AnyFate = Gen.Frequency((5, JobFate.None), (1, JobFate.Fails), (1, JobFate.Vanishes));

    private static readonly Gen<JobEnd> AnyEndOfAbort = Gen.Frequency(
        (1, new JobEnd(JobResult.Cancelled)), (1, new JobEnd(JobResult.NotMigrated)), (1, new JobEnd(JobResult.Failed, IsUnexplained: true)));

    public static Gen<PlannedJob> Any { get; } = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 100], Gen.Bool, Gen.Bool, AnyEndOfAbort, AnyFate, Gen.Int[1, 80],
        (server, at, converges, postCopy, end, fate, fateAt) => new PlannedJob(server, at * 50, converges, postCopy, end, fate, fateAt * 50));
}

/// <summary>What happens to a job from outside.</summary>
internal enum JobFate
{
    None,

    /// <summary>It fails; in post-copy it breaks, and stays.</summary>
    Fails,

    /// <summary>It is gone with its server, and nobody knows how.</summary>
    Vanishes,
}

/// <summary>Something that happens from outside.</summary>
internal sealed record PlannedEvent(int AtMilliseconds, PlannedEventKind Kind, int Job)
{
    private static readonly Gen<PlannedEventKind> AnyKind = Gen.Frequency(
        (6, PlannedEventKind.Abort), (4, PlannedEventKind.ForceComplete), (8, PlannedEventKind.Start), (1, PlannedEventKind.Crash),
        (2, PlannedEventKind.CrashAfterCommit), (1, PlannedEventKind.Restart), (1, PlannedEventKind.StoreIsDown),
        (1, PlannedEventKind.JobIsRenamed), (1, PlannedEventKind.ClockSetBack), (1, PlannedEventKind.ClockSetForward));

    public static Gen<PlannedEvent> Any { get; } = Gen.Select(
        Gen.Int[10, 160], AnyKind, Gen.Int[0, 3], (at, kind, job) => new PlannedEvent(at * 50, kind, job));
}

internal enum PlannedEventKind
{
    Abort,
    ForceComplete,

    /// <summary>Somebody asks for a migration of the job's server, which is to be like the job.</summary>
    Start,
    Crash,

    /// <summary>The next write is the last: stored, and nobody hears of it.</summary>
    CrashAfterCommit,
    Restart,
    StoreIsDown,
    JobIsRenamed,
    ClockSetBack,
    ClockSetForward,
}

/// <summary>How the hypervisor takes one command.</summary>
internal enum CommandAnswer
{
    Done,
    DoneLate,
    DoneUnheard,
    NotYet,
    Refused,
    Unreachable,
    TimedOut,
    Hang,
    Unexpected,
}

/// <summary>How the hypervisor takes the question whether it can start a migration, or the order to do so.</summary>
internal enum StartReply
{
    Done,
    DoneLate,
    DoneUnheard,
    Refused,
    Failed,
    Unreachable,
    TimedOut,
    Hang,
    Unexpected,
}

/// <summary>How the hypervisor takes one question.</summary>
internal enum ReadingAnswer
{
    Prompt,
    Late,

    /// <summary>The last answer comes again, but for the list of jobs; no answer is older than the one before.</summary>
    Repeated,

    /// <summary>One job is left out of a list.</summary>
    Incomplete,
    Unreachable,
}
