using Migrations.Convergence;
using Migrations.Drivers;

namespace Migrations.Tests.Convergence;

/// <summary>The judge over migrations of real libvirt; Recorded/README.md says what they are.</summary>
public sealed class RecordedJobsTests
{
    [TestCase("converging", "waiting unknown converging certain")]
    [TestCase("never", "waiting unknown stalled certain")]
    [TestCase("throttled", "waiting unknown converging certain")]
    [TestCase("post-copy", "waiting unknown certain")]
    [TestCase("disks", "waiting unknown converging certain")]
    public void Verdicts_OfARealMigration_ChangeOnlyForACause(string recorded, string verdicts)
    {
        var seen = Follow(recorded).Select(reading => reading.Forecast.Verdict.WireName).ToList();

        Assert.That(string.Join(' ', seen.Where((verdict, index) => index == 0 || seen[index - 1] != verdict)), Is.EqualTo(verdicts));
    }

    /// <remarks>Not of the throttled one: auto-converge slows the server down further than the rates can tell.</remarks>
    [TestCase("converging")]
    [TestCase("never")]
    [TestCase("post-copy")]
    [TestCase("disks")]
    public void TimeLeft_OfARealMigration_IsAboutRight(string recorded)
    {
        var readings = Follow(recorded);
        var end = readings[^1].At;

        foreach (var (at, forecast, _) in readings)
            if (forecast is { TimeLeft: { } left, TimeLeftKind: TimeLeftKind.Estimate })
                Assert.That(left.TotalSeconds, Is.EqualTo((end - at).TotalSeconds).Within(2 + 0.4 * (end - at).TotalSeconds), $"{at}: {forecast.Explanation}");
            else if (forecast.TimeLeft is { } least)
                Assert.That(least.TotalSeconds, Is.AtMost((end - at).TotalSeconds + 1), $"{at}: {forecast.Explanation}");
    }

    [Test]
    public void PauseNow_OfARealMigration_IsNoMoreThanThePauseThatCame()
    {
        var readings = Follow("never");
        var last = readings.Last(reading => reading.Forecast.Verdict == Verdict.Stalled);

        Assert.That(last.Forecast.PauseNow!.Value.TotalSeconds, Is.InRange(5, (readings[^1].At - last.At).TotalSeconds));
        Assert.That(last.Forecast.Explanation, Does.Match(
            @"^dirties 9\.\d MiB/s, copies \d+(\.\d)? MiB/s: will not end by itself; forcing now pauses the server for at least \d s$"));
    }

    [TestCase("converging")]
    [TestCase("never")]
    [TestCase("throttled")]
    [TestCase("post-copy")]
    [TestCase("disks")]
    public void Progress_OfARealMigration_NeverFalls(string recorded)
    {
        var readings = Follow(recorded);

        Assert.That(readings.Select(reading => reading.Progress.Percent), Is.Ordered);
        Assert.That(readings.Select(reading => reading.Progress.MovedBytes ?? 0), Is.Ordered);
        Assert.That(readings.Select(reading => reading.Forecast.BestRemainingBytes ?? long.MaxValue), Is.Ordered.Descending);
    }

    private static List<(TimeSpan At, Forecast Forecast, MigrationProgress Progress)> Follow(string recorded)
    {
        var job = new FollowedJob();
        return [.. from reading in RecordedJob.Read(recorded)
                   select (reading.Elapsed ?? TimeSpan.Zero, job.Read(reading), job.Progress)];
    }
}
