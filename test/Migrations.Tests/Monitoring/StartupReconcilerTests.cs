using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Monitoring;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StartupReconcilerTests : IDisposable
{
    private readonly Mock<IMigrationStore> _store = new();
    private readonly Mock<IMigrationDriver> _driver = new();
    private readonly LogLines<MonitoringJournal> _log = new();
    private readonly MigrationsTelemetry _telemetry = new();
    private readonly LiveMigrations _live;
    private readonly StartupReconciler _reconciler;

    public StartupReconcilerTests()
    {
        Given.Published(_store, Given.Server()).Dispose();
        _live = new LiveMigrations(_store.Object);
        _driver.Setup(port => port.Capabilities).Returns(new DriverCapabilities("test"));
        _driver.Setup(port => port.ListServersAsync(It.IsAny<CancellationToken>())).ReturnsAsync([Given.Server(task: null)]);
        _driver.Setup(port => port.GetStatsAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new JobStats(JobPhase.PreCopy));
        _driver.Setup(port => port.GetEndAsync(Given.ServerUuid, "job-2", It.IsAny<CancellationToken>()))
            .ReturnsAsync(new JobEnd(JobResult.NotMigrated));
        var journal = new MonitoringJournal(_log);
        var pass = new SamplingPass(_live, _store.Object, Mock.Of<ICommandStore>(commands => commands.Of(It.IsAny<long>()) == Array.Empty<MigrationCommand>()),
            _driver.Object, new DriverHealth(), new DepartedServers(_store.Object), Given.Judge, _telemetry, journal, new FakeTimeProvider(Given.Now));
        _reconciler = new StartupReconciler(_live, pass, journal, Options.Create(new MonitoringOptions()));
    }

    public void Dispose()
    {
        _live.Dispose();
        _telemetry.Dispose();
    }

    [Test]
    public async Task Start_AfterACrash_KeepsTheIdOfWhatStillRunsAndEndsTheRest()
    {
        Store(Given.Migration(), Given.Migration(id: 8) with { Uuid = Guid.NewGuid(), JobId = "job-2" });
        Jobs(Given.Job());

        await _reconciler.StartAsync(CancellationToken.None);

        Assert.That(_live.Current.Migrations.Select(live => live.Record.Id), Is.EqualTo(new[] { 7 }));
        Assert.That(_log.Lines, Has.Some.EqualTo("Information: 2 unfinished migrations were stored, 1 of them still run"));
    }

    [Test]
    public async Task Start_WithANewMigrationOnly_RecordsItAndSaysNothingOfStoredOnes()
    {
        Store();
        Jobs(Given.Job());

        await _reconciler.StartAsync(CancellationToken.None);

        Assert.That(_live.Current.Migrations.Single().Record.Id, Is.EqualTo(100));
        Assert.That(_log.Ids, Has.None.EqualTo(EventIds.Reconciled));
    }

    [Test]
    public async Task Start_BesideANewMigration_CountsOnlyThoseThatWereStored()
    {
        Store(Given.Migration(id: 8) with { JobId = "job-2" });
        Jobs(Given.Job());

        await _reconciler.StartAsync(CancellationToken.None);

        Assert.That(_log.Lines, Has.Some.EqualTo("Information: 1 unfinished migrations were stored, 0 of them still run"));
    }

    [Test]
    public void Start_ThatIsStoppedWhileTheHypervisorDoesNotAnswer_EndsAsStoppedAndNotAsFailed()
    {
        using var stop = new CancellationTokenSource();
        _driver.Setup(port => port.ListJobsAsync(It.IsAny<CancellationToken>())).Callback(stop.Cancel)
            .ThrowsAsync(new MigrationDriverException(DriverErrorKind.TimedOut, "late"));
        Store(Given.Migration());

        Assert.That(() => _reconciler.StartAsync(stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private void Store(params Migration[] unfinished) =>
        _store.Setup(port => port.Load()).Returns(new StoredMigrations([Given.Server()], unfinished));

    private void Jobs(params MigrationJob[] jobs) =>
        _driver.Setup(port => port.ListJobsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(jobs);
}
