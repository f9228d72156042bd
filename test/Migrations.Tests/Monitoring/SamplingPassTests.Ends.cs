using Migrations.Drivers;
using Moq;

namespace Migrations.Tests.Monitoring;

/// <summary>How a pass ends the migrations of jobs that have vanished.</summary>
public sealed partial class SamplingPassTests
{
    [Test]
    public async Task Pass_WhenAJobHasVanishedAfterAnAbort_EndsItCancelledWithItsRequester()
    {
        Jobs();
        Ends(new JobEnd(JobResult.NotMigrated));
        _commands.Setup(commands => commands.Of(7)).Returns([Given.Command(CommandKind.Abort, Given.Now)]);

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(Committed().Single(), Has
            .Property(nameof(Migration.Status)).EqualTo(MigrationStatus.Cancelled).And
            .Property(nameof(Migration.Reason)).EqualTo("Aborted by user alice, request req-1."));
    }

    [TestCase(CommandKind.Abort, JobResult.NotMigrated, "Aborted by its policy: its time is up.")]
    [TestCase(CommandKind.ForceComplete, JobResult.Completed, "Forced to complete by its policy: its time is up.")]
    public async Task Pass_WhenAJobHasVanishedByItsPolicy_SaysWhy(CommandKind kind, JobResult result, string reason)
    {
        Jobs();
        Ends(new JobEnd(result));
        _commands.Setup(commands => commands.Of(7)).Returns(
            [Given.Command(kind, Given.Now) with { RequestedBy = Requester.Policy("project", "its time is up") }]);

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(Committed().Single().Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task Pass_WhenAForcedMigrationWasForcedByACaller_HasNothingToAdd()
    {
        Jobs();
        Ends(new JobEnd(JobResult.Completed));
        _commands.Setup(commands => commands.Of(7)).Returns([Given.Command(CommandKind.ForceComplete, Given.Now)]);

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(Committed().Single().Reason, Is.Null);
    }

    [Test]
    public async Task Pass_WhenTheEndOfAJobCannotBeRead_KeepsTheMigration()
    {
        Jobs();
        _driver.Setup(driver => driver.GetEndAsync(Given.ServerUuid, "job-1", It.IsAny<CancellationToken>()))
            .ThrowsAsync(new MigrationDriverException(DriverErrorKind.TimedOut, "late"));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedBecause, Is.EqualTo("How it ended cannot be read: late"));
    }

    [Test]
    public async Task Pass_WithAnEndThatHangs_DelaysTheOthersOnceAndMarksItsMigrationOnly()
    {
        _live.Dispose();
        _live = Given.Published(_store, Given.Server(), Given.Migration(), OtherMigration);
        Remake();
        Jobs(new MigrationJob("job-2", SlowServer, JobPhase.PreCopy));
        Stats("job-2", Task.FromResult(new JobStats(JobPhase.PreCopy)));
        _driver.Setup(driver => driver.GetEndAsync(Given.ServerUuid, "job-1", It.IsAny<CancellationToken>()))
            .Returns(new TaskCompletionSource<JobEnd>().Task);

        var first = _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(first.IsCompleted, Is.False, "an end is waited for as long as a sample");
        await _clock.StepAsync(Patience);
        await first;
        var second = _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(second.IsCompletedSuccessfully, "the same end is not waited for again");

        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedSamples, Is.EqualTo(2));
        Assert.That(_live.Current.Of(SlowServer).Single().MissedSamples, Is.Zero);
        _driver.Verify(driver => driver.GetEndAsync(Given.ServerUuid, "job-1", It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Pass_WhileAnEndCannotBeRead_AsksLaterAndLaterAndSaysItOnce()
    {
        Jobs();
        var asked = 0;
        _driver.Setup(driver => driver.GetEndAsync(Given.ServerUuid, "job-1", It.IsAny<CancellationToken>()))
            .Callback(() => asked++).ThrowsAsync(new MigrationDriverException(DriverErrorKind.Failed, "broken"));

        for (var second = 0; second < 60; second++, _clock.Advance(TimeSpan.FromSeconds(1)))
            await _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(asked, Is.EqualTo(6), "after 0, 1, 3, 7, 15 and 31 s");
        Assert.That(_log.Ids.Count(id => id == EventIds.SampleMissed), Is.EqualTo(1));

        Ends(new JobEnd(JobResult.NotMigrated));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(_live.Current.Of(Given.ServerUuid), Is.Empty);
        Assert.That(_log.Ids.Count(id => id == EventIds.EndReadable), Is.EqualTo(1));
    }

    [Test]
    public async Task Pass_WhoseEndCouldNotBeStored_EndsTheMigrationLaterWithoutAskingAgain()
    {
        Jobs();
        Ends(new JobEnd(JobResult.NotMigrated));
        StoreFails(new StoreUnavailableException("the disk is full"));
        await _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedSamples, Is.EqualTo(1));

        StoreFails(null);
        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid), Is.Empty);
        _driver.Verify(driver => driver.GetEndAsync(Given.ServerUuid, "job-1", It.IsAny<CancellationToken>()), Times.Once);
    }

    private void Ends(JobEnd end) =>
        _driver.Setup(driver => driver.GetEndAsync(Given.ServerUuid, "job-1", It.IsAny<CancellationToken>())).ReturnsAsync(end);

    private IEnumerable<Migration> Committed() =>
        _store.Invocations.Where(call => call.Method.Name == nameof(IMigrationStore.CommitAsync))
            .SelectMany(call => (IReadOnlyList<MigrationChange>)call.Arguments[0]!).Select(change => change.Migration);
}
