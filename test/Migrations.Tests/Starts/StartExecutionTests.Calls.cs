using Migrations.Drivers;
using Migrations.Live;
using Moq;

namespace Migrations.Tests.Starts;

/// <summary>What telling the hypervisor to begin makes of a start, and what its silence does.</summary>
public sealed partial class StartExecutionTests
{
    [Test]
    public async Task Call_OfTheHypervisor_IsStoredBeforeItIsMadeAndGivesTheMigrationItsJob()
    {
        Publish(Checked);
        LiveMigration? whenCalled = null;
        Starts(() => { whenCalled = Known; return Task.CompletedTask; });

        await AdvanceAsync();

        Assert.That((whenCalled!.Record.Status, whenCalled.Record.JobId, whenCalled.Start!.CalledAt),
            Is.EqualTo((MigrationStatus.Preparing, (string?)null, (DateTimeOffset?)Given.Now)));
        Assert.That((Known!.Record.JobId, Known.AwaitsItsJob), Is.EqualTo(("job-1", false)));
        _starter.Verify(port => port.StartAsync(_pending.Order, new Destination("compute-2"), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Call_ThatCannotBeStored_IsNotMade()
    {
        Publish(Checked);
        StoreFails();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => AdvanceAsync());

        VerifyStarts(Times.Never());
    }

    [Test]
    public async Task Call_ThatIsRefused_EndsInErrorAndOneThatFailsInFailed([Values] bool isRefused)
    {
        Publish(Checked);
        Starts(() => throw (isRefused
            ? new StartRefusedException(StartRefusal.ToItself(GivenStart.ServerOf(0), "compute-1"))
            : new MigrationDriverException(DriverErrorKind.Failed, "it broke")));

        await AdvanceAsync();

        Assert.That(Committed().Migration.Status, Is.EqualTo(isRefused ? MigrationStatus.Error : MigrationStatus.Failed));
    }

    [Test]
    public async Task Call_OfAHypervisorThatCannotBeReached_IsTakenBackAndMadeAgainUntilPatienceIsOver()
    {
        Publish(Checked);
        Starts(() => throw new MigrationDriverException(DriverErrorKind.Unreachable, "it is away"));

        Assert.That(await AdvanceAsync(), Is.False, "it is not tried again at once");
        Assert.That((Known!.Start!.CalledAt, Known.Record.Status), Is.EqualTo(((DateTimeOffset?)null, MigrationStatus.Preparing)));
        await AdvanceAsync();
        VerifyStarts(Times.Exactly(2));
        _clock.Advance(TimeSpan.FromMinutes(10));
        await AdvanceAsync();

        Assert.That(Committed().Migration.Status, Is.EqualTo(MigrationStatus.Error));
        Assert.That(Committed().Migration.Reason, Is.EqualTo("Given up after 10m (Monitoring:CommandPatience). it is away"));
    }

    [Test]
    public async Task Call_WithoutAClearAnswer_IsNeverRepeated([Values] bool isUnexpected)
    {
        Publish(Checked);
        Starts(() => throw (isUnexpected ? new InvalidOperationException("a defect") : new MigrationDriverException(DriverErrorKind.TimedOut, "?")));

        for (var turns = 0; turns < 5; turns++)
            await AdvanceAsync();

        VerifyStarts(Times.Once());
        Assert.That((Known!.Record.Status, Known.AwaitsItsJob), Is.EqualTo((MigrationStatus.Preparing, true)));
        Assert.That(_log.Ids.Contains(EventIds.StartFailed), Is.EqualTo(isUnexpected));
    }

    [Test]
    public async Task Job_ThatEnoughPassesDoNotShow_IsTakenForOver()
    {
        Publish(Called);
        for (var passes = 0; passes < 4; passes++)
            await AdvanceAfterAPassAsync();
        Assert.That(Known!.AwaitsItsJob, "too little time has passed");

        _clock.Advance(TimeSpan.FromSeconds(10));
        await AdvanceAsync();

        Assert.That(Known!.Record.JobId, Is.EqualTo("job-1"));
        VerifyStarts(Times.Never());
    }

    [Test]
    public async Task Job_IsNotTakenForOverWhileNobodyLooks()
    {
        Publish(Called);

        for (var turns = 0; turns < 100; turns++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await AdvanceAsync();
        }

        Assert.That(Known!.AwaitsItsJob);
    }

    [Test]
    public async Task Answer_ThatTheStoreDoesNotTake_IsStoredLaterWithoutASecondCall()
    {
        Publish(Checked);
        Starts(() =>
        {
            StoreFails();
            throw new StartRefusedException(StartRefusal.PreCheck("no room"));
        });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AdvanceAsync());
        StoreWorks();

        await AdvanceAsync();

        Assert.That(Committed().Migration.Status, Is.EqualTo(MigrationStatus.Error));
        VerifyStarts(Times.Once());
    }
}
