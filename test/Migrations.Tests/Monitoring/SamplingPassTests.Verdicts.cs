using Migrations.Drivers;

namespace Migrations.Tests.Monitoring;

/// <summary>What a pass says of verdicts, and keeps to be drawn.</summary>
public sealed partial class SamplingPassTests
{
    [Test]
    public async Task Pass_AfterAnother_LogsAVerdictOnceAndKeepsEachReading()
    {
        await ReadAsync(iteration: 1, second: 1, dirty: 0);
        for (var second = 12; second < 20; second++)
            await ReadAsync(iteration: 2, second, dirty: 25);

        Assert.That(_log.Lines, Is.EqualTo(new[]
        {
            "Information: The test driver answers",
            $"Information: Migration 7 of server {Given.ServerUuid} is judged converging: dirties 25 B/s, copies 100 B/s: about 13 s left",
        }));
        Assert.That(_live.Current.Of(Given.ServerUuid).Single().Samples!.Read(), Has.Count.EqualTo(9));
    }

    [Test]
    public async Task Pass_WithAMigrationThatHasStalled_WarnsOnceAndSaysWhenItRecovers()
    {
        for (var iteration = 1; iteration < 12; iteration++)
            await ReadAsync(iteration, 10 * iteration, dirty: 300);
        await ReadAsync(iteration: 12, second: 120, dirty: 300, remaining: 500);

        Assert.That(_log.Lines, Is.EqualTo(new[]
        {
            "Information: The test driver answers",
            $"Warning: Migration 7 of server {Given.ServerUuid} is stalled: dirties 300 B/s, copies 100 B/s: will not end by itself",
            $"Information: Migration 7 of server {Given.ServerUuid} is judged converging: "
            + "dirties 300 B/s, copies 100 B/s: has come nearer to the end, but does not now",
        }));
    }

    [Test]
    public async Task Pass_WithoutAReading_KeepsTheForecastAndNoPoint()
    {
        await ReadAsync(iteration: 1, second: 1, dirty: 0);
        var before = _live.Current.Of(Given.ServerUuid).Single();
        Stats("job-1", Task.FromException<JobStats>(new MigrationDriverException(DriverErrorKind.TimedOut, "late")));

        await _pass.RunAsync(Patience, CancellationToken.None);

        var after = _live.Current.Of(Given.ServerUuid).Single();
        Assert.That((after.MissedSamples, after.Forecast, after.Samples!.Read().Count), Is.EqualTo((1, before.Forecast, 1)));
    }

    private async Task ReadAsync(long iteration, int second, long dirty, long remaining = 1000)
    {
        Jobs(Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy)
        {
            Elapsed = TimeSpan.FromSeconds(second),
            Iteration = iteration,
            Memory = new Transfer(2000, null, remaining),
            MemoryBytesPerSecond = 100,
            DirtyPagesPerSecond = dirty,
            PageSizeBytes = 1,
        }));
        await _pass.RunAsync(Patience, CancellationToken.None);
    }
}
