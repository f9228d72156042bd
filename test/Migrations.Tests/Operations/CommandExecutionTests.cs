using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Monitoring;
using Migrations.Operations;
using Moq;

namespace Migrations.Tests.Operations;

public sealed class CommandExecutionTests
{
    private FakeTimeProvider _clock = null!;
    private readonly MonitoringOptions _options = new();
    private Mock<IMigrationStore> _store = null!;
    private Mock<ICommandStore> _commands = null!;
    private Mock<IMigrationDriver> _driver = null!;
    private LiveMigrations _live = null!;
    private MigrationCommand? _saved;

    [SetUp]
    public void Begin()
    {
        (_store, _commands, _driver, _saved, _clock) = (new(), new(), new(), null, new FakeTimeProvider(Given.Now));
        _commands.Setup(commands => commands.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .Callback((MigrationCommand saved, CancellationToken _) => _saved = saved).Returns(Task.CompletedTask);
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
    public async Task Command_ThatMayStillBeCarriedOut_StaysPendingAndIsNotRepeatedUnseen(DriverErrorKind kind)
    {
        Publish(MigrationStatus.Running);
        AbortThrows(kind);
        var execution = Execution();

        Assert.That(await execution.AdvanceAsync(Given.Command(CommandKind.Abort), CancellationToken.None), Is.False);
        Assert.That(await execution.AdvanceAsync(_saved!, CancellationToken.None), Is.False);

        _driver.Verify(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()), Times.Once);
        Assert.That(_saved!.Outcome, Is.EqualTo(CommandOutcome.Pending));
    }

    [Test]
    public async Task Command_AfterAFreshSampleWithoutEffect_IsAskedAgain()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.TimedOut);
        var execution = Execution();
        await execution.AdvanceAsync(Given.Command(CommandKind.Abort), CancellationToken.None);
        var seen = Given.Live(stats: new JobStats(JobPhase.PreCopy), sampledAt: _clock.GetUtcNow().AddSeconds(1));
        await _live.UpdateAsync(_ => new LiveChanges { Migrations = [seen] }, CancellationToken.None);

        await execution.AdvanceAsync(_saved!, CancellationToken.None);

        _driver.Verify(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task Command_BeyondItsPatience_IsUnreachable()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.Unreachable);
        _clock.Advance(_options.CommandPatience);

        Assert.That(await AdvanceAsync(CommandKind.Abort), Is.True);
        Assert.That(_saved!.Outcome, Is.EqualTo(CommandOutcome.Unreachable));
    }

    [Test]
    public async Task Abort_OfAQueuedMigration_CancelsItInTheStoreEvenIfTheDriverFails()
    {
        Publish(MigrationStatus.Queued);
        AbortThrows(DriverErrorKind.Unreachable);

        Assert.That(await AdvanceAsync(CommandKind.Abort), Is.True);

        Assert.That(_live.Current.Of(Given.ServerUuid), Is.Empty);
        _store.Verify(store => store.CommitAsync(
            It.Is<IReadOnlyList<Migration>>(changed => changed.Single().Status == MigrationStatus.Cancelled),
            It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()));
        Assert.That(_saved!.Outcome, Is.EqualTo(CommandOutcome.Done));
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

    private void AbortThrows(DriverErrorKind kind) =>
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new MigrationDriverException(kind, "because"));

    private Task<bool> AdvanceAsync(CommandKind kind) => Execution().AdvanceAsync(Given.Command(kind), CancellationToken.None);

    private CommandExecution Execution() => new(_live, _store.Object, _commands.Object, _driver.Object,
        new MigrationsTelemetry(_live), Options.Create(_options), _clock, new AuditLog(NullLoggerFactory.Instance),
        NullLogger<CommandExecution>.Instance);
}
