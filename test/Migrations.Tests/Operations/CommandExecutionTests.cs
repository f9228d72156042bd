using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Tests.Operations.Simulation;
using Moq;

namespace Migrations.Tests.Operations;

public sealed class CommandExecutionTests
{
    private SimulatedClock _clock = null!;
    private readonly MonitoringOptions _options = new();
    private Mock<IMigrationStore> _store = null!;
    private Mock<ICommandStore> _commands = null!;
    private Mock<IMigrationDriver> _driver = null!;
    private LiveMigrations _live = null!;
    private LogLines<CommandExecution> _log = null!;
    private MigrationCommand? _saved;

    [SetUp]
    public void Begin()
    {
        (_store, _commands, _driver, _saved, _clock) = (new(), new(), new(), null, new SimulatedClock());
        _log = new LogLines<CommandExecution>();
        WritesSucceed();
    }

    [TearDown]
    public void End() => _live.Dispose();

    [Test]
    public async Task Abort_OfARunningMigration_IsWrittenAsStartedBeforeTheDriverIsAsked()
    {
        Publish(MigrationStatus.Running);
        DateTimeOffset? startedWhenAsked = null;
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .Callback(() => startedWhenAsked = _saved?.StartedAt).Returns(Task.CompletedTask);

        var settled = await AdvanceAsync(CommandKind.Abort);

        Assert.That(settled, Is.True);
        Assert.That(startedWhenAsked, Is.EqualTo(Given.Now));
        Assert.That(_saved!.Outcome, Is.EqualTo(CommandOutcome.Done));
        Assert.That(_live.Current.Of(Given.ServerUuid).Single().Record.Status, Is.EqualTo(MigrationStatus.Running));
    }

    [Test]
    public async Task ForceComplete_ThatTheDriverCarriesOut_RecordsTheMeans()
    {
        Publish(MigrationStatus.Running);
        _driver.Setup(driver => driver.ForceCompleteAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(ForceCompleteMeans.Pause);

        await AdvanceAsync(CommandKind.ForceComplete);

        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Done).And.Property("Means").EqualTo(ForceCompleteMeans.Pause));
    }

    [TestCase(DriverErrorKind.Refused)]
    [TestCase(DriverErrorKind.Denied)]
    [TestCase(DriverErrorKind.Failed)]
    public async Task Command_ThatTheDriverWillNotDo_IsRefusedWithItsReason(DriverErrorKind kind)
    {
        Publish(MigrationStatus.Running);
        AbortThrows(kind);

        Assert.That(await AdvanceAsync(CommandKind.Abort), Is.True);
        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Refused).And.Property("Reason").EqualTo("because"));
    }

    [TestCase(DriverErrorKind.TimedOut)]
    [TestCase(DriverErrorKind.Unreachable)]
    [TestCase(DriverErrorKind.NotYet)]
    [TestCase(DriverErrorKind.NoSuchJob)]
    public async Task Command_ThatMayStillBeCarriedOut_StaysPendingWithItsReasonAndIsNotRepeatedUnseen(DriverErrorKind kind)
    {
        Publish(MigrationStatus.Running);
        AbortThrows(kind);
        var command = Pending(CommandKind.Abort);

        Assert.That(await AdvanceAsync(command), Is.False);
        Assert.That(await AdvanceAsync(command), Is.False);

        VerifyAborts(Times.Once());
        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Pending).And.Property("Reason").EqualTo("because"));
    }

    [Test]
    public async Task Command_ThatWaitsForOneReason_IsWrittenOnceForIt()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.NotYet);
        var command = Pending(CommandKind.Abort);

        for (var look = 1; look <= 5; look++)
        {
            await SeeAsync();
            await AdvanceAsync(command);
        }

        VerifyAborts(Times.Exactly(5));
        _commands.Verify(port => port.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task Command_AfterAFreshLookWithoutEffect_IsAskedAgain()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.TimedOut);
        var command = Pending(CommandKind.Abort);
        await AdvanceAsync(command);
        await SeeAsync();

        await AdvanceAsync(command);

        VerifyAborts(Times.Exactly(2));
    }

    [Test]
    public async Task Command_AfterALookThatBeganBeforeTheAnswer_IsNotAskedAgain()
    {
        Publish(MigrationStatus.Running);
        var began = _clock.GetTimestamp();
        AbortThrows(DriverErrorKind.TimedOut, () => _clock.Advance(TimeSpan.FromSeconds(15)));
        var command = Pending(CommandKind.Abort);
        await AdvanceAsync(command);
        await SeeAsync(began + TimeSpan.TicksPerSecond);

        await AdvanceAsync(command);

        VerifyAborts(Times.Once());
    }

    [Test]
    public async Task Command_WhenTheClockIsSetBack_IsAskedAgainAfterTheNextLook()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.NotYet);
        var command = Pending(CommandKind.Abort);
        await AdvanceAsync(command);
        _clock.SetWallClock(TimeSpan.FromHours(-1));
        await SeeAsync();

        await AdvanceAsync(command);

        VerifyAborts(Times.Exactly(2));
    }

    [Test]
    public async Task Command_ThatAnEarlierRunAsked_IsAskedAgainAfterTheFirstLook()
    {
        Publish(MigrationStatus.Running);
        var command = Pending(CommandKind.Abort, Given.Now.AddSeconds(-1));

        Assert.That(await AdvanceAsync(command), Is.False);
        VerifyAborts(Times.Never());
        Assert.That(_saved!.Reason, Is.EqualTo("The hypervisor has not been seen since it was asked."));

        await SeeAsync();
        Assert.That(await AdvanceAsync(command), Is.True);
        VerifyAborts(Times.Once());
    }

    [TestCase(-3600)]
    [TestCase(0)]
    [TestCase(3600)]
    public async Task Command_BeyondItsPatience_IsUnreachableWhateverTheWallClockSays(int wallClockSeconds)
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.Unreachable);
        var command = Pending(CommandKind.Abort);
        _clock.SetWallClock(TimeSpan.FromSeconds(wallClockSeconds));

        _clock.Advance(_options.CommandPatience - TimeSpan.FromTicks(1));
        Assert.That(await AdvanceAsync(command), Is.False);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(await AdvanceAsync(command), Is.True);

        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Unreachable).And.Property("Reason").EqualTo("because"));
    }

    [Test]
    public async Task Command_ThatEarlierRunsWaitedFor_HasTheRestOfItsPatience()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.Unreachable);
        var command = new PendingCommand(Given.Command(CommandKind.Abort), _options.CommandPatience, _clock);

        Assert.That(await AdvanceAsync(command), Is.True);
        Assert.That(_saved!.Outcome, Is.EqualTo(CommandOutcome.Unreachable));
    }

    [Test]
    public async Task Command_ThatFailsUnexpectedly_IsLoggedOnceAndGivenUpInTime()
    {
        Publish(MigrationStatus.Running);
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("nobody expects this"));
        var command = Pending(CommandKind.Abort);

        for (var look = 1; look <= 3; look++)
        {
            Assert.That(await AdvanceAsync(command), Is.False);
            await SeeAsync();
        }
        VerifyAborts(Times.Exactly(3));
        _clock.Advance(_options.CommandPatience);

        Assert.That(await AdvanceAsync(command), Is.True);
        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Unreachable)
            .And.Property("Reason").EqualTo("It failed unexpectedly: nobody expects this"));
        Assert.That(_saved!.StartedAt, Is.EqualTo(Given.Now));
        Assert.That(_log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "Error: Command 3 failed unexpectedly; it is tried again" }));
    }

    [Test]
    public void Command_WhoseStartCannotBeWritten_IsNotAskedOfTheDriver()
    {
        Publish(MigrationStatus.Running);
        WritesFail();

        Assert.That(() => AdvanceAsync(CommandKind.Abort), Throws.InstanceOf<StoreUnavailableException>());
        VerifyAborts(Times.Never());
    }

    [Test]
    public async Task Command_WhoseOutcomeCannotBeWritten_IsNotRepeatedUnseen()
    {
        Publish(MigrationStatus.Running);
        var command = Pending(CommandKind.Abort);
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .Callback(WritesFail).Returns(Task.CompletedTask);
        Assert.That(() => AdvanceAsync(command), Throws.InstanceOf<StoreUnavailableException>());
        WritesSucceed();

        Assert.That(await AdvanceAsync(command), Is.False);
        VerifyAborts(Times.Once());

        await SeeAsync(phase: JobPhase.Aborting);
        Assert.That(await AdvanceAsync(command), Is.True);
        Assert.That(_saved!.Outcome, Is.EqualTo(CommandOutcome.Done));
    }

    [Test]
    public void Command_WhenTheServiceStops_StaysAsItIs()
    {
        Publish(MigrationStatus.Running);
        using var stop = new CancellationTokenSource();
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .Returns((MigrationJob _, CancellationToken token) =>
            {
                stop.Cancel();
                return Task.FromCanceled(token);
            });

        Assert.That(() => Execution().AdvanceAsync(Pending(CommandKind.Abort), stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Pending).And.Property("Reason").Null);
        Assert.That(_log.Lines, Has.None.StartsWith("Error"));
    }

    [TestCase(DriverErrorKind.Unreachable)]
    [TestCase(DriverErrorKind.TimedOut)]
    public async Task Abort_OfAQueuedMigration_ThatTheDriverDidNotDrop_StaysPendingAndTheMigrationQueued(DriverErrorKind kind)
    {
        Publish(MigrationStatus.Queued);
        AbortThrows(kind);

        Assert.That(await AdvanceAsync(CommandKind.Abort), Is.False);

        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Pending).And.Property("Reason").EqualTo("because"));
        AssertNothingCommitted(MigrationStatus.Queued);
    }

    [Test]
    public async Task Abort_OfAQueuedMigration_ThatTheDriverDropped_IsDoneAndLeavesTheStatusToTheMonitor()
    {
        Publish(MigrationStatus.Queued);

        Assert.That(await AdvanceAsync(CommandKind.Abort), Is.True);

        Assert.That(_saved!.Outcome, Is.EqualTo(CommandOutcome.Done));
        AssertNothingCommitted(MigrationStatus.Queued);
    }

    [Test]
    public async Task Abort_OfAQueuedMigration_WhoseJobStartsMeanwhile_IsAskedAgainForTheRunningJob()
    {
        Publish(MigrationStatus.Queued);
        AbortThrows(DriverErrorKind.Unreachable);
        var command = Pending(CommandKind.Abort);
        await AdvanceAsync(command);
        await SeeAsync();

        await AdvanceAsync(command);

        _driver.Verify(driver => driver.AbortAsync(
            It.Is<MigrationJob>(job => job.Id == "job-1" && job.Phase == JobPhase.PreCopy), It.IsAny<CancellationToken>()));
    }

    [Test]
    public async Task Abort_OfAMigrationThatHasCompleted_IsTooLate()
    {
        _live = Given.Published(_store, Given.Server());
        _store.Setup(store => store.Find(Given.ServerUuid, 7)).Returns(Given.Migration(MigrationStatus.Completed));

        await AdvanceAsync(CommandKind.Abort);

        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.TooLate).And.Property("Reason").EqualTo("The migration is completed."));
    }

    private void Publish(MigrationStatus status) => _live = Given.Published(_store, Given.Server(), Given.Migration(status));

    /// <summary>A tick that began to look now, or at another time, sees the job.</summary>
    private async Task SeeAsync(long? lookedAt = null, JobPhase phase = JobPhase.PreCopy)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _live.UpdateAsync(_ => new LiveChanges
        {
            Migrations = [Given.Live(stats: new JobStats(phase), lookedAt: lookedAt ?? _clock.GetTimestamp())],
        }, CancellationToken.None);
    }

    private void AbortThrows(DriverErrorKind kind, Action? first = null) =>
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .Callback(() => first?.Invoke()).ThrowsAsync(new MigrationDriverException(kind, "because"));

    private void WritesFail() => _commands
        .Setup(commands => commands.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
        .ThrowsAsync(new StoreUnavailableException("the disk is full"));

    private void WritesSucceed() => _commands
        .Setup(commands => commands.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
        .Callback((MigrationCommand saved, CancellationToken _) => _saved = saved).Returns(Task.CompletedTask);

    private void VerifyAborts(Times times) =>
        _driver.Verify(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()), times);

    private void AssertNothingCommitted(MigrationStatus status)
    {
        Assert.That(_live.Current.Of(Given.ServerUuid).Single().Record.Status, Is.EqualTo(status));
        _store.Verify(store => store.CommitAsync(
            It.IsAny<IReadOnlyList<Migration>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    private PendingCommand Pending(CommandKind kind, DateTimeOffset? startedAt = null) =>
        new(Given.Command(kind, startedAt), TimeSpan.Zero, _clock);

    private Task<bool> AdvanceAsync(CommandKind kind) => AdvanceAsync(Pending(kind));

    private Task<bool> AdvanceAsync(PendingCommand command) => Execution().AdvanceAsync(command, CancellationToken.None);

    private CommandExecution Execution() => new(_live, _store.Object, _commands.Object, _driver.Object,
        new MigrationsTelemetry(_live), Options.Create(_options), _clock, new AuditLog(NullLoggerFactory.Instance), _log);
}
