using Migrations.Drivers;
using Moq;

namespace Migrations.Tests.Monitoring;

/// <summary>A hypervisor that does not answer, or not for some of its jobs.</summary>
public sealed partial class SamplingPassTests
{
    [Test]
    public async Task Pass_WhileTheHypervisorHasNeverAnswered_SaysSoAtLongerAndLongerIntervals()
    {
        _driver.Setup(driver => driver.ListJobsAsync(It.IsAny<CancellationToken>()))
            .ThrowsAsync(new MigrationDriverException(DriverErrorKind.Unreachable, "no socket"));
        List<int> saidAtMinute = [];

        for (var minute = 0; minute <= 250; minute++, _clock.Advance(TimeSpan.FromMinutes(1)))
        {
            var before = _log.Ids.Count;
            await _pass.RunAsync(Patience, CancellationToken.None);
            saidAtMinute.AddRange(Enumerable.Repeat(minute, _log.Ids.Count - before));
        }

        Assert.That(saidAtMinute, Is.EqualTo(new[] { 0, 1, 3, 7, 15, 31, 63, 123, 183, 243 }));
        Assert.That(_log.Ids[0], Is.EqualTo(EventIds.DriverNotFound));
        Assert.That(_log.Ids.Skip(1), Is.All.EqualTo(EventIds.DriverStillLost));
        Assert.That(_live.Current.SeenAt, Is.Null);
    }

    [Test]
    public async Task Pass_WithAReadingThatHangs_SaysOnceThatItDoesNotAnswerAndOnceThatItDoes()
    {
        Jobs(Given.Job());
        Stats("job-1", Task.FromException<JobStats>(new MigrationDriverException(DriverErrorKind.TimedOut, "no answer within 5s")));
        for (var tick = 0; tick < 3; tick++)
            await _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedBecause, Is.EqualTo("no answer within 5s"));
        Assert.That(_live.Current.SeenAt, Is.EqualTo(_clock.GetUtcNow()));

        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy)));
        for (var tick = 0; tick < 3; tick++)
            await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedBecause, Is.Null);
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.JobUnreadable, EventIds.DriverBack, EventIds.JobReadable }));
    }

    [Test]
    public async Task Pass_WithAJobThatHasEndedSinceItWasListed_IsNoFailure()
    {
        Jobs(Given.Job());
        Stats("job-1", Task.FromException<JobStats>(new MigrationDriverException(DriverErrorKind.NoSuchJob, "gone")));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedBecause, Is.Null);
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.DriverBack }));
    }
}
