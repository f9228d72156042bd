using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Tests.Simulation;
using Moq;

namespace Migrations.Tests.Operations;

/// <summary>The real runner and execution on a simulated thread, so that every order of turns is one that a seed repeats.</summary>
[TestFixtureSource(nameof(Seeds))]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class CommandRunnerTests : IDisposable
{
    private static readonly IEnumerable<int> Seeds = Enumerable.Range(1, 8);

    private readonly SimulatedClock _clock = new();
    private readonly SimulatedScheduler _scheduler;
    private readonly MonitoringOptions _options = new();
    private readonly CommandOptions _commandOptions = new();
    private readonly MemoryStore _store = new();
    private readonly Mock<ICommandStore> _commands = new();
    private readonly Mock<IMigrationDriver> _driver = new();
    private readonly LiveMigrations _live;
    private readonly MigrationsTelemetry _telemetry;
    private readonly CommandSignal _signal;
    private readonly LogLines<CommandRunner> _log = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CommandRunner _runner;

    public CommandRunnerTests(int seed)
    {
        _scheduler = new SimulatedScheduler(new Random(seed));
        _signal = new CommandSignal(_clock);
        _live = Given.Published(new Mock<IMigrationStore>(), Given.Server(), Given.Migration(), Given.Migration(id: 8));
        _telemetry = new MigrationsTelemetry();
        _commands.Setup(port => port.Pending()).Returns(_store.Pending);
        _commands.Setup(port => port.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>())).Returns(_store.SaveAsync);
        var execution = new CommandExecution(_live, _store, _commands.Object,
            new JoblessMigrations(_live, _telemetry, new MonitoringJournal(NullLogger<MonitoringJournal>.Instance)), _driver.Object, _telemetry, Options.Create(_commandOptions),
            _clock, new AuditLog(NullLoggerFactory.Instance), NullLogger<CommandExecution>.Instance);
        _runner = new CommandRunner(_commands.Object, execution, _signal, Options.Create(_options), _clock, _log);
    }

    public void Dispose()
    {
        _runner.Dispose();
        _telemetry.Dispose();
        _live.Dispose();
        _stop.Dispose();
    }

    [Test]
    public void Command_WhoseTurnsEndAtOnce_IsAskedAgainAfterEveryLook()
    {
        Aborts(() => throw new MigrationDriverException(DriverErrorKind.NotYet, "too early"));
        Accept(CommandKind.Abort);
        Begin();

        for (var look = 0; look < 20; look++)
        {
            See();
            Pass(_options.Interval);
        }

        VerifyAborts(Times.Exactly(21));
    }

    [Test]
    public void Command_OfAnEarlierRun_IsTakenUpAtTheStart()
    {
        Accept(CommandKind.Abort);

        Begin();

        Assert.That(_store.Of(7).Single().Outcome, Is.EqualTo(CommandOutcome.Done));
    }

    [Test]
    public void Command_AcceptedWhileTheRunnerSleeps_IsCarriedOutAtOnce()
    {
        Begin();

        Accept(CommandKind.Abort);
        _scheduler.RunToIdle();

        Assert.That(_store.Of(7).Single().Outcome, Is.EqualTo(CommandOutcome.Done));
    }

    [Test]
    public void Runner_WithoutPendingCommands_LeavesTheStoreAlone()
    {
        Begin();

        Pass(TimeSpan.FromHours(1));

        _commands.Verify(port => port.Pending(), Times.Once);
    }

    [Test]
    public void NextCommandOfAMigration_AfterOneIsSettled_BeginsAtOnce()
    {
        Accept(CommandKind.ForceComplete);
        Accept(CommandKind.Abort);

        Begin();

        Assert.That(_store.Of(7).Select(command => command.Outcome), Is.All.EqualTo(CommandOutcome.Done));
    }

    [Test]
    public void CommandsOfOneMigration_NeverRunAtOnce()
    {
        var abort = new TaskCompletionSource();
        Aborts(() => abort.Task);
        Accept(CommandKind.Abort);
        Begin();

        Accept(CommandKind.ForceComplete);
        Pass(_options.Interval * 10);
        VerifyForceCompletes(Times.Never());

        abort.SetResult();
        _scheduler.RunToIdle();
        VerifyForceCompletes(Times.Once());
    }

    [Test]
    public void CommandsOfOneMigration_TakeTurnsWhileOneCannotBeSettled()
    {
        ForceCompletes(() => throw new MigrationDriverException(DriverErrorKind.NotYet, "storage is being copied"));
        Accept(CommandKind.ForceComplete);
        Begin();

        Accept(CommandKind.Abort);
        Pass(_options.Interval);

        Assert.That(_store.Of(7).Select(command => command.Outcome),
            Is.EqualTo(new[] { CommandOutcome.Pending, CommandOutcome.Done }));
    }

    [Test]
    public void CommandOfAnotherMigration_DoesNotWaitForAHungOne()
    {
        Aborts(() => new TaskCompletionSource().Task);
        Accept(CommandKind.Abort);
        Accept(CommandKind.ForceComplete, migration: 8);

        Begin();

        Assert.That(_store.Of(8).Single().Outcome, Is.EqualTo(CommandOutcome.Done));
    }

    [Test]
    public void Runner_ThatIsStopped_EndsWithItsTurns()
    {
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .Returns((MigrationJob _, CancellationToken token) => Task.Delay(Timeout.InfiniteTimeSpan, _clock, token));
        Accept(CommandKind.Abort);
        var running = Begin();

        _stop.Cancel();
        _scheduler.RunToIdle();

        Assert.That(running.IsCompletedSuccessfully);
        Assert.That(_store.Of(7).Single().Outcome, Is.EqualTo(CommandOutcome.Pending));
    }

    private Task Begin()
    {
        var running = _scheduler.Start(() => _runner.RunAsync(_stop.Token));
        _scheduler.RunToIdle();
        return running;
    }

    private void Accept(CommandKind kind, long migration = 7)
    {
        var accepted = _store.AcceptAsync(
            Given.Command(kind) with { MigrationId = migration, RequestedAt = _clock.GetUtcNow() }, CancellationToken.None);
        Assert.That(accepted.IsCompletedSuccessfully);
        _signal.Wake();
    }

    /// <summary>Time passes in small steps, and whatever becomes ready runs.</summary>
    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += _options.Interval)
        {
            _clock.Advance(_options.Interval);
            _scheduler.RunToIdle();
        }
    }

    /// <summary>A tick that begins now sees the job.</summary>
    private void See()
    {
        _clock.Advance(TimeSpan.FromTicks(1));
        var seen = _live.UpdateAsync(_ => new LiveChanges
        {
            Migrations = [Given.Live(stats: new JobStats(JobPhase.PreCopy), lookedAt: _clock.GetTimestamp())],
        }, CancellationToken.None);
        Assert.That(seen.IsCompletedSuccessfully);
    }

    private void Aborts(Func<Task> answer) =>
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>())).Returns(answer);

    private void ForceCompletes(Func<Task<ForceCompleteMeans>> answer) => _driver
        .Setup(driver => driver.ForceCompleteAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>())).Returns(answer);

    private void VerifyAborts(Times times) =>
        _driver.Verify(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()), times);

    private void VerifyForceCompletes(Times times) =>
        _driver.Verify(driver => driver.ForceCompleteAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()), times);
}
