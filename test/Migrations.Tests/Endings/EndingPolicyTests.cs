using CsCheck;
using Migrations.Drivers;
using Migrations.Endings;

namespace Migrations.Tests.Endings;

public sealed class EndingPolicyTests
{
    private const long GiB = 1L << 30;

    private static readonly EndingOptions Defaults = new();

    private static readonly Gen<EndingOptions> AnyOptions = Gen.Select(
        Gen.Int[0, 86_400], Gen.OneOf("abort", "force_complete"), Gen.Int[100, 60_000], Gen.Int[3, 100], Gen.Int[3, 86_400],
        (timeout, action, downtime, steps, delay) => new EndingOptions
        {
            CompletionTimeout = TimeSpan.FromSeconds(timeout),
            TimeoutAction = action,
            MaxDowntime = TimeSpan.FromMilliseconds(downtime),
            DowntimeSteps = steps,
            DowntimeDelay = TimeSpan.FromSeconds(delay),
        });

    private static readonly Gen<EndingTerms> AnyTerms = Gen.Select(
        Gen.Int[0, 100_000].Nullable(), Gen.Enum<CommandKind>().Nullable(), Gen.Int[1, 60_000].Nullable(), Gen.Long[1, 10_000].Nullable(),
        (deadline, action, downtime, speed) => new EndingTerms
        {
            Deadline = deadline is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Action = action,
            MaxDowntime = downtime is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
            MebibytesPerSecond = speed,
        });

    private static readonly Gen<EndingPolicy> AnyPolicy =
        Gen.Select(AnyOptions, AnyTerms, Gen.Double[2, 4000], (options, terms, size) => EndingPolicy.Of(options, terms, size));

    [TestCase(1, 0, 2)]
    [TestCase(2, 0, 2)]
    [TestCase(6, 0, 6)]
    [TestCase(6, 1, 8)]
    [TestCase(1, 30, 32)]
    public void Size_IsAsNovaReckonsIt(int memoryGiB, int diskGiB, double expected) =>
        Assert.That(EndingPolicy.Gibibytes(memoryGiB * GiB, diskGiB * GiB), Is.EqualTo(expected));

    [Test]
    public void Steps_OfTwoGibibytes_AreThoseOfNova()
    {
        var steps = Of(EndingTerms.None).Steps;

        Assert.That(steps.Select(step => step.Downtime.TotalMilliseconds), Is.EqualTo(new[] { 50, 95, 140, 185, 230, 275, 320, 365, 410, 455, 500 }));
        Assert.That(steps.Select(step => step.At.TotalSeconds), Is.EqualTo(Enumerable.Range(0, 11).Select(i => 150 * i)));
        Assert.That(steps[0].Because, Is.EqualTo("Starts:MaxDowntime 500ms in DowntimeSteps 10 of DowntimeDelay 75s per GiB x 2 GiB = 150s"));
    }

    [TestCase(1599, null)]
    [TestCase(1600, CommandKind.Abort)]
    [TestCase(9999, CommandKind.Abort)]
    public void End_OfTwoGibibytes_IsDueWhenNovasIs(int elapsed, CommandKind? end)
    {
        Assert.That(At(Of(EndingTerms.None), elapsed).End, Is.EqualTo(end));
        Assert.That(Of(EndingTerms.None).EndBecause, Is.EqualTo("Starts:CompletionTimeout 800s per GiB x 2 GiB = 1600s passed"));
    }

    [Test]
    public void End_WithoutATimeout_IsNeverDue()
    {
        var never = EndingPolicy.Of(new EndingOptions { CompletionTimeout = TimeSpan.Zero }, EndingTerms.None, 2);

        Assert.That((never.Deadline, At(never, 1_000_000).End), Is.EqualTo(((TimeSpan?)null, (CommandKind?)null)));
        Assert.That(At(Of(new EndingTerms { Deadline = TimeSpan.Zero }), 1_000_000).End, Is.Null);
    }

    [TestCase(JobPhase.Queued, CommandKind.Abort, false)]
    [TestCase(JobPhase.Preparing, CommandKind.Abort, true)]
    [TestCase(JobPhase.Preparing, CommandKind.ForceComplete, false)]
    [TestCase(JobPhase.Storage, CommandKind.Abort, true)]
    [TestCase(JobPhase.Storage, CommandKind.ForceComplete, false)]
    [TestCase(JobPhase.PreCopy, CommandKind.Abort, true)]
    [TestCase(JobPhase.PreCopy, CommandKind.ForceComplete, true)]
    [TestCase(JobPhase.PostCopy, CommandKind.Abort, false)]
    [TestCase(JobPhase.PostCopy, CommandKind.ForceComplete, false)]
    [TestCase(JobPhase.PostCopyBroken, CommandKind.Abort, false)]
    [TestCase(JobPhase.Finishing, CommandKind.Abort, false)]
    [TestCase(JobPhase.Aborting, CommandKind.Abort, false)]
    public void End_InEachPhase_IsDueOnlyWhereItCanBeDone(JobPhase phase, CommandKind action, bool isDue)
    {
        var policy = Of(new EndingTerms { Action = action, Deadline = TimeSpan.FromSeconds(1) });

        Assert.That(policy.Next(TimeSpan.FromHours(9), phase, Verdict.Stalled).End, Is.EqualTo(isDue ? action : (CommandKind?)null));
    }

    [TestCase(Verdict.Unknown, true)]
    [TestCase(Verdict.Converging, true)]
    [TestCase(Verdict.Stalled, true)]
    [TestCase(Verdict.Certain, false)]
    [TestCase(Verdict.Ending, false)]
    public void End_OfWhatIsCertainToEnd_IsNotDue(Verdict verdict, bool isDue) =>
        Assert.That(Of(EndingTerms.None).Next(TimeSpan.FromHours(9), JobPhase.PreCopy, verdict).End is not null, Is.EqualTo(isDue));

    [Test]
    public void Terms_ThatWereSet_TakeThePlaceOfTheSettings()
    {
        var policy = Of(new EndingTerms
        {
            Deadline = TimeSpan.FromSeconds(60),
            Action = CommandKind.ForceComplete,
            MaxDowntime = TimeSpan.FromMilliseconds(700),
            MebibytesPerSecond = 10,
        });

        Assert.That(At(policy, 59.9), Is.EqualTo(new EndingStep(policy.Steps[0], null)));
        Assert.That(At(policy, 60), Is.EqualTo(new EndingStep(policy.Steps[0], CommandKind.ForceComplete)));
        Assert.That(policy.Steps, Is.EqualTo(new[] { new DowntimeStep(TimeSpan.Zero, TimeSpan.FromMilliseconds(700), "it was set for this migration") }));
        Assert.That(policy.EndBecause, Is.EqualTo("the deadline of 1m that was set for it passed"));
        Assert.That(policy.MebibytesPerSecond, Is.EqualTo(10));
    }

    [Test]
    public void Steps_OfAnyPolicy_RiseFromTheBeginningToTheMaximum() =>
        Gen.Select(AnyOptions, Gen.Double[2, 4000]).Sample((options, size) =>
        {
            var steps = EndingPolicy.Of(options, EndingTerms.None, size).Steps;

            Assert.That(steps[0].At, Is.EqualTo(TimeSpan.Zero));
            Assert.That(steps[^1].Downtime.TotalMilliseconds, Is.EqualTo(options.MaxDowntime.TotalMilliseconds).Within(1));
            Assert.That(steps.Select(step => step.Downtime), Is.Ordered);
            Assert.That(steps.Select(step => step.At), Is.Ordered);
        });

    [Test]
    public void Next_AsTimePasses_NeverTakesAnythingBack() =>
        Gen.Select(AnyPolicy, Gen.Double[0, 1e6], Gen.Double[0, 1e6]).Sample((policy, first, more) =>
        {
            var (earlier, later) = (At(policy, first), At(policy, first + more));

            Assert.That(earlier.Downtime, Is.Not.Null);
            Assert.That(later.Downtime!.Downtime, Is.GreaterThanOrEqualTo(earlier.Downtime!.Downtime));
            Assert.That(later.End, Is.EqualTo(earlier.End ?? later.End));
            Assert.That(earlier.End is not null, Is.EqualTo(TimeSpan.FromSeconds(first) >= policy.Deadline));
        });

    [Test]
    public void Next_InAnyPhase_NeverEndsAServerThatMayRunElsewhere() =>
        Gen.Select(AnyPolicy, Gen.Double[0, 1e6], Gen.OneOf(JobPhase.PostCopy, JobPhase.PostCopyBroken, JobPhase.Finishing), Gen.Enum<Verdict>())
            .Sample((policy, elapsed, phase, verdict) =>
                Assert.That(policy.Next(TimeSpan.FromSeconds(elapsed), phase, verdict), Is.EqualTo(new EndingStep(null, null))));

    private static EndingPolicy Of(EndingTerms terms) => EndingPolicy.Of(Defaults, terms, 2);

    private static EndingStep At(EndingPolicy policy, double elapsed) =>
        policy.Next(TimeSpan.FromSeconds(elapsed), JobPhase.PreCopy, Verdict.Stalled);
}
