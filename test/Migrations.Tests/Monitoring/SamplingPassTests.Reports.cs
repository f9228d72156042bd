using Migrations.Drivers;
using Moq;

namespace Migrations.Tests.Monitoring;

/// <summary>What a pass tells the log and the metrics, and which jobs and callers it takes into account.</summary>
public sealed partial class SamplingPassTests
{
    [Test]
    public async Task Pass_WithANewMigration_LogsItOnce()
    {
        _live.Dispose();
        _live = Given.Published(_store, Given.Server(task: null));
        Remake();
        Jobs(Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy)));

        for (var tick = 0; tick < 3; tick++)
            await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.DriverBack, EventIds.MigrationAppeared }));
    }

    [Test]
    public async Task Pass_ThatChangesAStatus_LogsIt()
    {
        Jobs(Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PostCopy)));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.DriverBack, EventIds.MigrationStatusChanged }));
    }

    [Test]
    public async Task Pass_WithAMissedReading_CountsItOnceForItsMigration()
    {
        using var metrics = new MeasuredMetrics();
        Jobs(Given.Job());
        Stats("job-1", Task.FromException<JobStats>(new MigrationDriverException(DriverErrorKind.Failed, "no")));
        await _pass.RunAsync(Patience, CancellationToken.None);
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy)));
        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(metrics.Of("migrations.samples.missed"), Does.Contain(" 1"));
    }

    [TestCase(JobPhase.PostCopy, 1)]
    [TestCase(JobPhase.PreCopy, 0)]
    public async Task Pass_ThatLosesAMigrationInPostCopy_CountsABrokenPostCopy(JobPhase last, int broken)
    {
        using var metrics = new MeasuredMetrics();
        Jobs(Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(last)));
        await _pass.RunAsync(Patience, CancellationToken.None);
        Jobs();
        Ends(new JobEnd(JobResult.Unknown));
        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(metrics.Of("migrations.post_copy.broken"), Does.Contain($" {broken}"));
        Assert.That(metrics.Of("migrations.ended"), Does.Contain("status=error 1"));
    }

    [Test]
    public async Task Pass_WithAJobThatIsStuckInPostCopy_CountsABrokenPostCopy()
    {
        using var metrics = new MeasuredMetrics();
        Jobs(Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PostCopyBroken)));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(metrics.Of("migrations.post_copy.broken"), Does.Contain(" 1"));
        Assert.That(_log.Ids, Does.Contain(EventIds.MigrationNeedsAttention));
    }

    [Test]
    public async Task Passes_TellHowLongTheyTookAndHowLateTheyBegan()
    {
        using var metrics = new MeasuredMetrics();
        _driver.Setup(driver => driver.ListJobsAsync(It.IsAny<CancellationToken>()))
            .Callback(() => _clock.Advance(TimeSpan.FromMilliseconds(250))).ReturnsAsync([]);
        Ends(new JobEnd(JobResult.NotMigrated));

        await _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(metrics.Of("migrations.sample.lateness"), Is.Empty);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(metrics.Of("migrations.sample.duration"), Is.EqualTo(new[] { " 0.25", " 0.25" }));
        Assert.That(metrics.Of("migrations.sample.lateness"), Is.EqualTo(new[] { " 1.75" }));
    }

    [TestCase(CommandKind.Abort, true, CommandOutcome.Pending, true)]
    [TestCase(CommandKind.Abort, true, CommandOutcome.Done, true)]
    [TestCase(CommandKind.Abort, true, CommandOutcome.Refused, false)]
    [TestCase(CommandKind.Abort, false, CommandOutcome.Pending, false)]
    [TestCase(CommandKind.ForceComplete, true, CommandOutcome.Done, false)]
    public async Task Pass_WhenAJobHasVanished_TakesItForAbortedOnlyIfAnAbortWasSent(
        CommandKind kind, bool started, CommandOutcome outcome, bool aborted)
    {
        Jobs();
        Ends(new JobEnd(JobResult.NotMigrated));
        _commands.Setup(commands => commands.Of(7))
            .Returns([Given.Command(kind, started ? Given.Now : null) with { Outcome = outcome }]);

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(Committed().Single().EndReason, Is.EqualTo(aborted ? EndReason.Aborted : EndReason.NotMigrated));
    }

    [Test]
    public async Task Pass_WhenAJobWasReplacedAfterAnAbort_EndsTheOldMigrationCancelled()
    {
        Jobs(Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy) { Elapsed = TimeSpan.FromSeconds(9) }));
        await _pass.RunAsync(Patience, CancellationToken.None);
        _commands.Setup(commands => commands.Of(7)).Returns([Given.Command(CommandKind.Abort, Given.Now)]);
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy) { Elapsed = TimeSpan.FromSeconds(1) }));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(Committed().Last(migration => migration.Id == 7).Status, Is.EqualTo(MigrationStatus.Cancelled));
        Assert.That(_live.Current.Migrations.Single().Record.Id, Is.EqualTo(100));
    }

    [TestCase(MigrationStatus.Running)]
    [TestCase(null)]
    public async Task Pass_WithAnAbortingJobThatNoFinalMigrationHas_RecordsIt(MigrationStatus? latest)
    {
        _live.Dispose();
        _live = Given.Published(_store, Given.Server(task: null));
        _store.Setup(store => store.FindLatestOfJob(Given.ServerUuid, "job-1"))
            .Returns(latest is { } status ? Given.Migration(status) : null);
        Remake();
        Jobs(Given.Job(JobPhase.Aborting));
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.Aborting)));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Pass_WithAnAbortingJobOfAKnownMigration_GoesOnReadingIt()
    {
        _store.Setup(store => store.FindLatestOfJob(Given.ServerUuid, "job-1")).Returns(Given.Migration(MigrationStatus.Cancelled));
        Jobs(Given.Job(JobPhase.Aborting));
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.Aborting)));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid).Single().Stats!.Phase, Is.EqualTo(JobPhase.Aborting));
    }

    [Test]
    public async Task Pass_WithAJobThatIsListedTwice_ReadsItOnce()
    {
        Jobs(Given.Job(), Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy)));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Migrations.Count(), Is.EqualTo(1));
        _driver.Verify(driver => driver.GetStatsAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()), Times.Once);
    }
}
