using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Tests.Simulation;
using Moq;

namespace Migrations.Tests.Operations;

[NonParallelizable]
public sealed partial class CommandExecutionTests
{
    private SimulatedClock _clock = null!;
    private readonly CommandOptions _options = new();
    private Mock<IMigrationStore> _store = null!;
    private Mock<ICommandStore> _commands = null!;
    private Mock<IMigrationDriver> _driver = null!;
    private LiveMigrations _live = null!;
    private MigrationsTelemetry _telemetry = null!;
    private LogLines<CommandExecution> _log = null!;
    private MigrationCommand? _saved;

    [SetUp]
    public void Begin()
    {
        (_store, _commands, _driver, _saved, _clock) = (new(), new(), new(), null, new SimulatedClock());
        _log = new LogLines<CommandExecution>();
        _telemetry = new MigrationsTelemetry();
        WritesSucceed();
    }

    [TearDown]
    public void End()
    {
        _live.Dispose();
        _telemetry.Dispose();
    }

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
        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Pending).And.Property("Reason").EqualTo("The hypervisor has been asked, and has not answered yet."));
        Assert.That(_log.Lines, Has.None.StartsWith("Error"));
    }

    [TestCase(DriverErrorKind.Unreachable)]
    [TestCase(DriverErrorKind.TimedOut)]
    public async Task Abort_OfAQueuedMigration_ThatTheDriverDidNotDrop_StaysPendingAndTheMigrationQueued(DriverErrorKind kind)
    {
        Publish(MigrationStatus.Queued);
        AbortThrows(kind);

        Assert.That(await AdvanceAsync(CommandKind.Abort), Is.False);

        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Pending).And.Property("Reason").EqualTo($"Tried at {Given.Now:HH:mm:ss} UTC: because"));
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

    [Test]
    public async Task Command_ThatIsSettled_HasItsEndAndIsCounted()
    {
        Publish(MigrationStatus.Running);
        using var metrics = new MeasuredMetrics();
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .Callback(() => _clock.Advance(TimeSpan.FromSeconds(4))).Returns(Task.CompletedTask);

        await AdvanceAsync(CommandKind.Abort);

        Assert.That((_saved!.StartedAt, _saved.EndedAt, _saved.Reason), Is.EqualTo((Given.Now, Given.Now.AddSeconds(4), "The job is being aborted.")));
        Assert.That(metrics.Of("migrations.commands.settled"), Does.Contain("command=abort outcome=done 1"));
    }

    [Test]
    public async Task Command_ThatIsAskedAgain_KeepsTheTimeOfItsFirstStart()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.NotYet);
        var command = Pending(CommandKind.Abort);
        await AdvanceAsync(command);
        await SeeAsync();

        await AdvanceAsync(command);

        Assert.That(command.Row.StartedAt, Is.EqualTo(Given.Now));
        Assert.That(_log.Ids.Count(id => id == EventIds.CommandStarted), Is.EqualTo(1));
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
            It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    private PendingCommand Pending(CommandKind kind, DateTimeOffset? startedAt = null) =>
        new(Given.Command(kind, startedAt), TimeSpan.Zero, _clock);

    private Task<bool> AdvanceAsync(CommandKind kind) => AdvanceAsync(Pending(kind));

    private Task<bool> AdvanceAsync(PendingCommand command) => Execution().AdvanceAsync(command, CancellationToken.None);

    private CommandExecution Execution() => new(_live, _store.Object, _commands.Object,
        new JoblessMigrations(_live, _telemetry, new MonitoringJournal(NullLogger<MonitoringJournal>.Instance)), _driver.Object,
        _telemetry, Options.Create(_options), _clock, _audit.Log, _log);
}
