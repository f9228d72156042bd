using CsCheck;
using Migrations.Convergence;
using Migrations.Drivers;

namespace Migrations.Tests.Convergence;

/// <summary>What holds of every job, however odd its readings.</summary>
public sealed class RandomJobsTests
{
    private static readonly TimeSpan Window = new ConvergenceOptions().Window;

    private static readonly Gen<long?> Count = Gen.Frequency(
        (2, Gen.Const((long?)null)),
        (1, Gen.OneOf<long?>(0, 1, -1, long.MaxValue, long.MinValue)),
        (8, Gen.Long[0, 1 << 30].Select(count => (long?)count)));

    private static readonly Gen<JobStats> Reading =
        from phase in Gen.Enum<JobPhase>()
        from memory in Gen.Select(Count, Count, Count, (total, processed, remaining) => new Transfer(total, processed, remaining))
        from disk in Gen.Select(Count, Count, Count, (total, processed, remaining) => new Transfer(total, processed, remaining))
        from speed in Count
        from dirty in Count
        from iteration in Count
        from seconds in Count
        from isPaused in Gen.Bool
        select new JobStats(phase)
        {
            Memory = memory,
            Disk = disk,
            MemoryBytesPerSecond = speed,
            DirtyPagesPerSecond = dirty,
            PageSizeBytes = 4096,
            Iteration = iteration,
            IsPaused = isPaused,
            Elapsed = seconds is >= 0 and < 1 << 30 ? TimeSpan.FromSeconds(seconds.Value) : null,
            ForceCompleteMeans = [ForceCompleteMeans.Pause],
        };

    /// <summary>Passes over memory that take some seconds each: how long, how many since the reading before, and what remains.</summary>
    private static readonly Gen<(int Seconds, int Passes, long Remaining)[]> Passes =
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 3], Gen.Long[90, 110].Select(percent => percent << 20)).Array[1, 200];

    [Test]
    public void Forecast_OfAnyReadings_IsWholeAndNeverNegative() => Reading.List[1, 30].Sample(readings =>
    {
        var job = new FollowedJob();
        foreach (var stats in readings)
        {
            var forecast = job.Read(stats);

            Assert.That(forecast.TimeLeft ?? TimeSpan.Zero, Is.AtLeast(TimeSpan.Zero));
            Assert.That(forecast.PauseNow ?? TimeSpan.Zero, Is.AtLeast(TimeSpan.Zero));
            Assert.That(forecast.TimeLeftKind is null, Is.EqualTo(forecast.TimeLeft is null));
            Assert.That(forecast.StalledSince is null, Is.EqualTo(forecast.Verdict != Verdict.Stalled));
            Assert.That(forecast.Explanation, Is.Not.Empty.And.Not.Contains("-").Or.Contains("post-copy"));
        }
    });

    [Test]
    public void Percent_OfAnyReadings_NeverFalls() => Reading.List[1, 30].Sample(readings =>
    {
        var (job, before) = (new FollowedJob(), 0);
        foreach (var stats in readings)
        {
            job.Read(stats);

            Assert.That(job.Progress.Percent, Is.InRange(before, 99));
            before = job.Progress.Percent;
        }
    });

    [Test]
    public void Verdict_InPreCopy_DoesNotFlapWithinAWindow() => Passes.Sample(passes =>
    {
        var (job, now, iteration, changed) = (new FollowedJob(), 0, 1, int.MinValue);
        foreach (var (seconds, more, remaining) in passes)
        {
            var before = job.Forecast;
            (now, iteration) = (now + seconds, iteration + more);
            var forecast = job.Read(new JobStats(JobPhase.PreCopy)
            {
                Elapsed = TimeSpan.FromSeconds(now),
                Iteration = iteration,
                Memory = new Transfer(200 << 20, null, remaining),
                MemoryBytesPerSecond = 100 << 20,
                DirtyPagesPerSecond = 30_000,
                PageSizeBytes = 4096,
            });

            Assert.That(forecast.BestRemainingBytes ?? 0, Is.AtMost(before.BestRemainingBytes ?? long.MaxValue));
            if (forecast.Verdict == before.Verdict)
                continue;
            Assert.That(forecast.Verdict, Is.Not.EqualTo(Verdict.Unknown));
            if (forecast.Verdict == Verdict.Stalled && changed != int.MinValue)
                Assert.That(now - changed, Is.AtLeast(Window.TotalSeconds));
            changed = now;
        }
    });
}
