using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Starts;
using Migrations.Tests.Simulation;
using Moq;

namespace Migrations.Tests.Starts;

/// <summary>When migrations are started, and when callers are told.</summary>
[TestFixture(1)]
[TestFixture(2)]
[TestFixture(3)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StartRunnerTests : IDisposable
{
    private readonly SimulatedClock _clock = new();
    private readonly SimulatedScheduler _scheduler;
    private readonly MonitoringOptions _options = new();
    private readonly Mock<IMigrationStore> _store = new();
    private readonly Mock<IMigrationStarter> _starter = new();
    private readonly MigrationsTelemetry _telemetry = new();
    private readonly StartSignal _signal;
    private readonly AwaitedStarts _awaited;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Guid> _started = [];
    private LiveMigrations _live = null!;
    private StartRunner _runner = null!;

    public StartRunnerTests(int seed)
    {
        _scheduler = new SimulatedScheduler(new Random(seed));
        (_signal, _awaited) = (new StartSignal(_clock), new AwaitedStarts(_clock));
        _starter.Setup(port => port.Destinations).Returns([]);
        _starter.Setup(port => port.JobIdOf(It.IsAny<StartOrder>())).Returns((StartOrder order) => $"job of {order.ServerUuid}");
        _starter.Setup(port => port.CheckAsync(It.IsAny<StartOrder>(), It.IsAny<CancellationToken>())).ReturnsAsync(new Destination("compute-2"));
        _starter.Setup(port => port.StartAsync(It.IsAny<StartOrder>(), It.IsAny<Destination>(), It.IsAny<CancellationToken>()))
            .Callback((StartOrder order, Destination _, CancellationToken _) => _started.Add(order.ServerUuid)).Returns(Task.CompletedTask);
    }

    public void Dispose()
    {
        _runner.Dispose();
        _telemetry.Dispose();
        _live.Dispose();
        _stop.Dispose();
    }

    [Test]
    public void Starts_OfAnEarlierRun_AreTakenUpInTheirOrderAndOneAtATime()
    {
        Begin(GivenStart.Published(_store, [.. Enumerable.Repeat(GivenStart.Start() with { CheckedAt = Given.Now }, 4)]));
        Assert.That(_started, Is.EqualTo(new[] { GivenStart.ServerOf(0) }));

        End(1);
        End(2);

        Assert.That(_started, Is.EqualTo(Enumerable.Range(0, 3).Select(GivenStart.ServerOf)));
    }

    [Test]
    public void Start_AcceptedWhileTheRunnerSleeps_IsBegunAtOnce()
    {
        Begin(Given.Published(_store, Given.Server(task: null)));

        var answer = Request(isAwaited: false);

        Assert.That(answer.Result, Is.Null);
        Assert.That(_started, Is.EqualTo(new[] { Given.ServerUuid }));
    }

    [Test]
    public void Caller_WhoWaits_IsToldWhatTheCheckFound([Values] bool isRefused)
    {
        if (isRefused)
            _starter.Setup(port => port.CheckAsync(It.IsAny<StartOrder>(), It.IsAny<CancellationToken>()))
                .ThrowsAsync(new StartRefusedException(StartRefusal.PoweredOff(Given.ServerUuid)));
        Begin(Given.Published(_store, Given.Server(task: null)));

        var answer = Request(isAwaited: true);

        Assert.That(answer.IsCompletedSuccessfully);
        Assert.That(answer.Result, isRefused
            ? Is.EqualTo(new MigrationFault(FaultKind.Conflict,
                $"Cannot 'os-migrateLive' instance {Given.ServerUuid} while it is in power_state shutdown"))
            : Is.Null);
    }

    [Test]
    public void Caller_WhoWaitsForACheckThatHangs_IsAcceptedAfterAWhile()
    {
        _starter.Setup(port => port.CheckAsync(It.IsAny<StartOrder>(), It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource<Destination>().Task);
        Begin(Given.Published(_store, Given.Server(task: null)));
        var answer = Request(isAwaited: true);
        Pass(TimeSpan.FromSeconds(29));
        Assert.That(answer.IsCompleted, Is.False);

        Pass(TimeSpan.FromSeconds(2));

        Assert.That(answer.Result, Is.Null);
    }

    [Test]
    public void Caller_WhoWaits_IsAcceptedWhenSomebodyElseHasBegunTheMigration()
    {
        _starter.Setup(port => port.CheckAsync(It.IsAny<StartOrder>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new MigrationDriverException(DriverErrorKind.Unreachable, "it is away"));
        Begin(Given.Published(_store, Given.Server(task: null)));
        var answer = Request(isAwaited: true);

        Change(known => StartMonitor.Adopt(known, "job-9", _clock.GetUtcNow()));
        Pass(_options.Interval);

        Assert.That(answer.IsCompletedSuccessfully && answer.Result is null);
        Assert.That(_started, Is.Empty);
    }

    [Test]
    public void Runner_WithNothingToStart_Sleeps()
    {
        Begin(Given.Published(_store, Given.Server(task: null)));

        Pass(TimeSpan.FromHours(1));

        _starter.VerifyNoOtherCalls();
    }

    private void Begin(LiveMigrations live)
    {
        _live = live;
        var jobless = new JoblessMigrations(_live, _telemetry, new MonitoringJournal(NullLogger<MonitoringJournal>.Instance));
        _runner = new StartRunner(_live, new StartExecution(_live, jobless, _starter.Object, _awaited, Options.Create(new StartOptions()),
            Options.Create(new CommandOptions()), _clock, NullLogger<StartExecution>.Instance), _signal, _awaited, Options.Create(_options), _clock);
        _ = _scheduler.Start(() => _runner.RunAsync(_stop.Token));
        _scheduler.RunToIdle();
    }

    private Task<MigrationFault?> Request(bool isAwaited)
    {
        var answered = new TaskCompletionSource<MigrationFault?>();
        var start = new StartMigration(_live, _starter.Object, _signal, _awaited, new AuditLog(NullLoggerFactory.Instance),
            new MonitoringJournal(NullLogger<MonitoringJournal>.Instance), _clock);
        _ = _scheduler.Start(async () => answered.SetResult(await start.RequestAsync(new StartRequest(
            Given.Server(task: null), "web-1", Given.Requester, IsAdministrator: true, Host: null, IsForced: false, DiskCopy.Auto, isAwaited),
            CancellationToken.None)));
        _scheduler.RunToIdle();
        return answered.Task;
    }

    private void End(long id)
    {
        var known = _live.Current.Migrations.Single(each => each.Record.Id == id);
        Change(_ => known with { Record = known.Record with { Status = MigrationStatus.Completed, EndedAt = _clock.GetUtcNow() } });
        Pass(_options.Interval);
    }

    private void Change(Func<LiveMigration, LiveMigration> change) => Assert.That(_live.UpdateAsync(
        snapshot => new LiveChanges { Migrations = [change(snapshot.Migrations.First())] }, CancellationToken.None).IsCompletedSuccessfully);

    /// <summary>Time passes in small steps, and whatever becomes ready runs.</summary>
    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += _options.Interval)
        {
            _clock.Advance(_options.Interval);
            _scheduler.RunToIdle();
        }
    }
}
