using CsCheck;

namespace Migrations.Tests.Operations.Simulation;

/// <summary>All that happens to the service in one run. The seed decides what is left open: who runs next, and how late things are.</summary>
internal sealed record SimulationPlan(
    int Seed, int Slots, PlannedJob[] Jobs, PlannedEvent[] Events, CommandAnswer[] Answers, ReadingAnswer[] Readings)
{
    public static Gen<SimulationPlan> Any { get; } =
        from seed in Gen.Int[0, int.MaxValue]
        from slots in Gen.Int[1, 2]
        from jobs in PlannedJob.Any.Array[1, 3]
        from events in PlannedEvent.Any.Array[1, 8]
        from answers in Gen.Enum<CommandAnswer>().Array[0, 12]
        from readings in Gen.Enum<ReadingAnswer>().Array[0, 6]
        select new SimulationPlan(seed, slots, jobs, events, answers, readings);

    public override string ToString() =>
        $"seed {Seed}, {Slots} slots\n  jobs: {string.Join(", ", Jobs.AsEnumerable())}\n  events: {string.Join(", ", Events.AsEnumerable())}\n"
        + $"  answers: {string.Join(", ", Answers)}\n  readings: {string.Join(", ", Readings)}";
}

/// <summary>A migration that somebody starts.</summary>
/// <param name="TellsEnd">The hypervisor says afterwards that the job was cancelled, and not only that the server is here.</param>
internal sealed record PlannedJob(int QueuedAtMilliseconds, bool Converges, bool PostCopy, bool TellsEnd)
{
    public static Gen<PlannedJob> Any { get; } = Gen.Select(
        Gen.Int[0, 40], Gen.Bool, Gen.Bool, Gen.Bool,
        (at, converges, postCopy, tells) => new PlannedJob(at * 50, converges, postCopy, tells));
}

/// <summary>Something that happens from outside.</summary>
internal sealed record PlannedEvent(int AtMilliseconds, PlannedEventKind Kind, int Job)
{
    private static readonly Gen<PlannedEventKind> AnyKind = Gen.Frequency(
        (6, PlannedEventKind.Abort), (4, PlannedEventKind.ForceComplete), (2, PlannedEventKind.Crash), (1, PlannedEventKind.Restart),
        (1, PlannedEventKind.StoreIsDown), (1, PlannedEventKind.ClockSetBack), (1, PlannedEventKind.ClockSetForward));

    public static Gen<PlannedEvent> Any { get; } = Gen.Select(
        Gen.Int[10, 160], AnyKind, Gen.Int[0, 2], (at, kind, job) => new PlannedEvent(at * 50, kind, job));
}

internal enum PlannedEventKind
{
    Abort,
    ForceComplete,
    Crash,
    Restart,
    StoreIsDown,
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

/// <summary>How the hypervisor takes one question.</summary>
internal enum ReadingAnswer
{
    Prompt,
    Late,
    Unreachable,
}
