using Migrations.Convergence;
using Migrations.Drivers;

namespace Migrations.Tests.Convergence;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConvergenceJudgeTests
{
    private const long MiB = 1 << 20;

    private readonly FollowedJob _job = new();

    [TestCase(JobPhase.Queued, Verdict.Waiting)]
    [TestCase(JobPhase.Preparing, Verdict.Waiting)]
    [TestCase(JobPhase.Storage, Verdict.Unknown)]
    [TestCase(JobPhase.PreCopy, Verdict.Unknown)]
    [TestCase(JobPhase.PostCopy, Verdict.Certain)]
    [TestCase(JobPhase.Finishing, Verdict.Ending)]
    [TestCase(JobPhase.Aborting, Verdict.Ending)]
    public void Judge_WithThePhaseOnly_DecidesByIt(JobPhase phase, Verdict verdict) =>
        Assert.That(_job.Read(new JobStats(phase)), Has.Property("Verdict").EqualTo(verdict).And.Property("TimeLeft").Null.And.Property("PauseNow").Null);

    [Test]
    public void Judge_InTheFirstPass_KnowsOnlyTheLeastTime()
    {
        var forecast = _job.Read(Copying(second: 2, iteration: 1, remaining: 800, dirty: 0));

        Assert.That((forecast.Verdict, forecast.TimeLeft, forecast.TimeLeftKind),
            Is.EqualTo((Verdict.Unknown, TimeSpan.FromSeconds(8), TimeLeftKind.AtLeast)));
        Assert.That(forecast.Explanation, Is.EqualTo("copies 100 MiB/s, not known yet how much it dirties: at least 8 s left"));
    }

    [Test]
    public void Judge_ThatDirtiesLessThanIsCopied_IsConverging()
    {
        _job.Read(Copying(second: 2, iteration: 1, remaining: 800, dirty: 0));

        var forecast = _job.Read(Copying(second: 10, iteration: 2, remaining: 200, dirty: 20));

        Assert.That((forecast.Verdict, forecast.TimeLeft, forecast.TimeLeftKind),
            Is.EqualTo((Verdict.Converging, TimeSpan.FromSeconds(2.5), TimeLeftKind.Estimate)));
        Assert.That(forecast.Explanation, Is.EqualTo("dirties 20 MiB/s, copies 100 MiB/s: about 2 s left"));
    }

    [Test]
    public void Judge_WithinAPass_CountsWhatHasBeenDirtiedMeanwhile()
    {
        _job.Read(Copying(second: 2, iteration: 1, remaining: 800, dirty: 0));
        _job.Read(Copying(second: 10, iteration: 2, remaining: 200, dirty: 20));

        var forecast = _job.Read(Copying(second: 11, iteration: 2, remaining: 100, dirty: 20));

        Assert.That(forecast.TimeLeft, Is.EqualTo(TimeSpan.FromSeconds(1.5)));
    }

    [TestCase(JobPhase.Storage)]
    [TestCase(JobPhase.PreCopy)]
    [TestCase(JobPhase.PostCopy)]
    public void Judge_WithTimesThatCannotBe_GoesOn(JobPhase phase)
    {
        var first = new JobStats(phase) { Elapsed = TimeSpan.MinValue, Memory = new Transfer(8, 0, 8), Disk = new Transfer(8, 0, 8), Iteration = 1 };
        _job.Read(first);

        Assert.That(() => _job.Read(first with { Elapsed = TimeSpan.FromDays(1_000_000), Memory = new Transfer(8, 4, 4), Disk = new Transfer(8, 4, 4) }), Throws.Nothing);
    }

    [Test]
    public void Judge_ThatHasNotBecomeLessForTheWindow_IsStalledAndTellsTheCost()
    {
        Stall();

        Assert.That((_job.Forecast.Verdict, _job.Forecast.StalledSince, _job.Forecast.TimeLeft, _job.Forecast.PauseNow, _job.Forecast.BestRemainingBytes),
            Is.EqualTo((Verdict.Stalled, Given.Now.AddSeconds(72), (TimeSpan?)null, TimeSpan.FromSeconds(6), 600 * MiB)));
        Assert.That(_job.Forecast.Explanation,
            Is.EqualTo("dirties 156 MiB/s, copies 100 MiB/s: will not end by itself; forcing now pauses the server for at least 6 s"));
    }

    [Test]
    public void Judge_Stalled_IsNotStalledBeforeTheWindow()
    {
        _job.Read(Copying(second: 2, iteration: 1, remaining: 800, dirty: 0));

        for (var pass = 2; pass <= 11; pass++)
            Assert.That(_job.Read(Copying(6 * pass, pass, remaining: 600, dirty: 156)).Verdict, Is.EqualTo(Verdict.Unknown), $"pass {pass}");
    }

    [TestCase(577, Verdict.Stalled)]
    [TestCase(575, Verdict.Converging)]
    public void Judge_Stalled_RecoversWhenAPassUndercutsTheBestByTheMargin(long remaining, Verdict verdict)
    {
        Stall();

        var forecast = _job.Read(Copying(second: 78, iteration: 13, remaining, dirty: 156));

        Assert.That((forecast.Verdict, forecast.StalledSince is not null), Is.EqualTo((verdict, verdict == Verdict.Stalled)));
    }

    [Test]
    public void Judge_PromisedByTheRatesOnly_IsUnknownAgainWhenTheNextPassIsNoSmaller()
    {
        _job.Read(Copying(second: 2, iteration: 1, remaining: 800, dirty: 0));
        Assert.That(_job.Read(Copying(second: 10, iteration: 2, remaining: 500, dirty: 50)).Verdict, Is.EqualTo(Verdict.Converging));

        var forecast = _job.Read(Copying(second: 15, iteration: 3, remaining: 500, dirty: 50));

        Assert.That((forecast.Verdict, forecast.TimeLeft), Is.EqualTo((Verdict.Unknown, (TimeSpan?)null)));
    }

    [Test]
    public void Judge_BeforeTheRateOfTheFirstPassIsThere_TakesItsZeroForUnknown()
    {
        _job.Read(Copying(second: 2, iteration: 1, remaining: 800, dirty: 0));

        var forecast = _job.Read(Copying(second: 10, iteration: 2, remaining: 500, dirty: 0));

        Assert.That((forecast.Verdict, forecast.TimeLeftKind), Is.EqualTo((Verdict.Unknown, TimeLeftKind.AtLeast)));
    }

    [Test]
    public void Judge_OfAThrottledServer_SaysSo()
    {
        Stall();

        var forecast = _job.Read(Copying(second: 73, iteration: 12, remaining: 600, dirty: 156) with { ThrottlePercent = 40 });

        Assert.That(forecast.Explanation, Does.StartWith("dirties 156 MiB/s, copies 100 MiB/s, slowed down by 40 %: will not end"));
    }

    [Test]
    public void Judge_OfAPausedServer_IsCertainAndKnowsTheTimeLeft()
    {
        Stall();

        var forecast = _job.Read(Copying(second: 74, iteration: 12, remaining: 400, dirty: 0) with { IsPaused = true });

        Assert.That((forecast.Verdict, forecast.TimeLeft, forecast.TimeLeftKind, forecast.PauseNow),
            Is.EqualTo((Verdict.Certain, TimeSpan.FromSeconds(7.12), TimeLeftKind.AtLeast, (TimeSpan?)null)));
        Assert.That(forecast.Explanation, Is.EqualTo("the server is paused, copies 100 MiB/s: at least 7 s left"));

        forecast = _job.Read(Copying(second: 78, iteration: 13, remaining: 312, dirty: 10) with { IsPaused = true });

        Assert.That((forecast.Verdict, forecast.TimeLeft, forecast.TimeLeftKind),
            Is.EqualTo((Verdict.Certain, TimeSpan.FromSeconds(3.12), TimeLeftKind.Estimate)));
    }

    [TestCase(new[] { ForceCompleteMeans.PostCopy }, "forcing now switches to post-copy at once")]
    [TestCase(new[] { ForceCompleteMeans.PostCopy, ForceCompleteMeans.Pause },
        "forcing now switches to post-copy at once, or else pauses the server for at least 6 s")]
    public void Judge_Stalled_TellsWhatForcingDoes(ForceCompleteMeans[] means, string cost)
    {
        Stall();

        var forecast = _job.Read(Copying(second: 72, iteration: 12, remaining: 600, dirty: 156) with { ForceCompleteMeans = means });

        Assert.That(forecast.Explanation, Does.EndWith($": will not end by itself; {cost}"));
    }

    [Test]
    public void Judge_NearTheEnd_DoesNotCountMilliseconds()
    {
        _job.Read(Copying(second: 2, iteration: 1, remaining: 800, dirty: 0));

        Assert.That(_job.Read(Copying(second: 10, iteration: 2, remaining: 40, dirty: 20)).Explanation,
            Is.EqualTo("dirties 20 MiB/s, copies 100 MiB/s: less than 1 s left"));
    }

    [Test]
    public void Judge_WhenNothingIsCopiedAnyMore_ForgetsTheSpeedThatThereWas()
    {
        foreach (var second in new[] { 2, 3 })
            _job.Read(Copying(second, iteration: 1, remaining: 1000 - 100 * second, dirty: 0) with
            {
                Memory = new Transfer(1024 * MiB, 100 * second * MiB, (1000 - 100 * second) * MiB),
            });
        Assert.That(_job.Forecast.BytesPerSecond, Is.EqualTo(100 * MiB));

        var forecast = _job.Read(Copying(second: 63, iteration: 1, remaining: 700, dirty: 0) with
        {
            Memory = new Transfer(1024 * MiB, 300 * MiB, 700 * MiB),
        });

        Assert.That(forecast.BytesPerSecond, Is.LessThan(1 * MiB));
    }

    [Test]
    public void Judge_OfDisks_KnowsOnlyTheirTime()
    {
        _job.Read(CopyingDisks(second: 2, remaining: 800));

        var forecast = _job.Read(CopyingDisks(second: 6, remaining: 600));

        Assert.That((forecast.TimeLeft, forecast.TimeLeftKind), Is.EqualTo((TimeSpan.FromSeconds(12), TimeLeftKind.AtLeast)));
        Assert.That(forecast.Explanation, Is.EqualTo("copies disks at 50 MiB/s: at least 12 s left, then the memory"));
    }

    /// <summary>Passes over 600 MiB every 6 s, until 60 s have gone by since the first of them.</summary>
    private void Stall()
    {
        _job.Read(Copying(second: 2, iteration: 1, remaining: 800, dirty: 0));
        for (var pass = 2; pass <= 12; pass++)
            _job.Read(Copying(6 * pass, pass, remaining: 600, dirty: 156));
    }

    private static JobStats CopyingDisks(double second, long remaining) => new(JobPhase.Storage)
    {
        Elapsed = TimeSpan.FromSeconds(second),
        Disk = new Transfer(1024 * MiB, (1024 - remaining) * MiB, remaining * MiB),
    };

    private static JobStats Copying(double second, long iteration, long remaining, long dirty) => new(JobPhase.PreCopy)
    {
        Elapsed = TimeSpan.FromSeconds(second),
        Iteration = iteration,
        Memory = new Transfer(1024 * MiB, null, remaining * MiB),
        MemoryBytesPerSecond = 100 * MiB,
        DirtyPagesPerSecond = dirty * MiB / 4096,
        PageSizeBytes = 4096,
        ForceCompleteMeans = [ForceCompleteMeans.Pause],
    };
}
