using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Monitoring;

/// <summary>What a pass reads of jobs and servers.</summary>
[NonParallelizable]
public sealed partial class SamplingPassTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly Guid SlowServer = Guid.NewGuid();

    private readonly SteppedClock _clock = new(Given.Now);
    private Mock<IMigrationDriver> _driver = null!;
    private Mock<IMigrationStore> _store = null!;
    private Mock<ICommandStore> _commands = null!;
    private DriverHealth _health = null!;
    private LiveMigrations _live = null!;
    private MigrationsTelemetry? _telemetry;
    private LogLines<MonitoringJournal> _log = null!;
    private SamplingPass _pass = null!;

    [SetUp]
    public void Begin()
    {
        (_driver, _store, _commands, _health, _log) = (new(), new(), new(), new(), new());
        _driver.Setup(driver => driver.Capabilities).Returns(new DriverCapabilities("test"));
        _driver.Setup(driver => driver.ListServersAsync(It.IsAny<CancellationToken>())).ReturnsAsync([Given.Server(task: null)]);
        _commands.Setup(commands => commands.Of(It.IsAny<long>())).Returns([]);
        _live = Given.Published(_store, Given.Server(), Given.Migration());
        Remake();
    }

    [TearDown]
    public void End()
    {
        _live.Dispose();
        _telemetry!.Dispose();
    }

    [Test]
    public async Task Pass_WithASlowServer_StillShowsTheOthers()
    {
        Jobs(Given.Job(), new MigrationJob("slow", SlowServer, JobPhase.PreCopy));
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy) { Memory = new Transfer(RemainingBytes: 5) }));
        Stats("slow", new TaskCompletionSource<JobStats>().Task);

        var tick = _pass.RunAsync(Patience, CancellationToken.None);
        await _clock.StepAsync(Patience);
        await tick;

        Assert.That(_live.Current.Of(Given.ServerUuid).Single().Record.Progress.Memory.RemainingBytes, Is.EqualTo(5));
        Assert.That(_live.Current.Of(SlowServer).Single().Stats, Is.Null);
    }

    [Test]
    public async Task Pass_WhileAReadingIsLate_StartsNoSecondOneAndUsesItsAnswerWhenItComes()
    {
        var late = new TaskCompletionSource<JobStats>();
        Jobs(Given.Job());
        Stats("job-1", late.Task);

        var waiting = _pass.RunAsync(Patience, CancellationToken.None);
        await _clock.StepAsync(Patience);
        await waiting;
        for (var i = 0; i < 2; i++)
            await _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedSamples, Is.EqualTo(3));

        late.SetResult(new JobStats(JobPhase.PreCopy) { Memory = new Transfer(RemainingBytes: 9) });
        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid).Single().Record.Progress.Memory.RemainingBytes, Is.EqualTo(9));
        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedSamples, Is.Zero);
        _driver.Verify(driver => driver.GetStatsAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Pass_WithAReadingThatThrowsSomethingUnknown_MissesThatJobOnlyAndSaysItOnce()
    {
        _live.Dispose();
        _live = Given.Published(_store, Given.Server(), Given.Migration(), OtherMigration);
        Remake();
        Jobs(Given.Job(), new MigrationJob("job-2", SlowServer, JobPhase.PreCopy));
        Stats("job-2", Task.FromResult(new JobStats(JobPhase.PreCopy)));
        Stats("job-1", Task.FromException<JobStats>(new OverflowException("too long")));
        for (var tick = 0; tick < 3; tick++)
            await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedSamples, Is.EqualTo(3));
        Assert.That(_live.Current.Of(SlowServer).Single().MissedSamples, Is.Zero);
        Assert.That(_log.Ids.Count(id => id == EventIds.ReadingFailed), Is.EqualTo(1));

        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy)));
        await _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedSamples, Is.Zero);
    }

    [TestCase(JobPhase.Aborting)]
    [TestCase(JobPhase.PostCopyBroken)]
    public async Task Pass_WithALingeringJobOfAFinalMigration_RecordsItNoSecondTime(JobPhase phase)
    {
        _live = Given.Published(_store, Given.Server(task: null));
        _store.Setup(store => store.FindLatestOfJob(Given.ServerUuid, "job-1")).Returns(Given.Migration(MigrationStatus.Cancelled));
        Remake();
        Jobs(Given.Job(phase));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid), Is.Empty);
    }

    [Test]
    public async Task Pass_WhenAServerWithoutHistoryIsGone_ForgetsIt()
    {
        _live = Given.Published(_store, Given.Server(task: null));
        Remake();
        Jobs();
        await _pass.RunAsync(Patience, CancellationToken.None);
        _driver.Setup(driver => driver.ListServersAsync(It.IsAny<CancellationToken>())).ReturnsAsync([]);

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Servers, Is.Empty);
    }

    private static Migration OtherMigration => Given.Migration(id: 8) with
    {
        Uuid = Guid.NewGuid(),
        ServerUuid = SlowServer,
        JobId = "job-2",
    };

    private void StoreFails(Exception? failure) => _store
        .Setup(store => store.CommitAsync(
            It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()))
        .Returns(() => failure is null ? Task.FromResult<IReadOnlyList<Migration>>([]) : Task.FromException<IReadOnlyList<Migration>>(failure));

    private void Remake()
    {
        _telemetry?.Dispose();
        _telemetry = new MigrationsTelemetry();
        _pass = new SamplingPass(_live, _store.Object, _commands.Object, _driver.Object, _health,
            new DepartedServers(_store.Object), Given.Judge, _telemetry, new MonitoringJournal(_log), _clock);
    }

    private void Jobs(params MigrationJob[] jobs) =>
        _driver.Setup(driver => driver.ListJobsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(jobs);

    private void Stats(string job, Task<JobStats> stats) =>
        _driver.Setup(driver => driver.GetStatsAsync(It.Is<MigrationJob>(asked => asked.Id == job), It.IsAny<CancellationToken>()))
            .Returns(stats);
}
