using Microsoft.Extensions.Options;
using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Monitoring;

public sealed class HistoryPrunerTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private LogLines<MonitoringJournal> _log = null!;
    private Mock<IMigrationStore> _store = null!;
    private SteppedClock _clock = null!;

    [SetUp]
    public void Begin() => (_log, _store, _clock) = (new(), new(), new SteppedClock(Given.Now));

    [Test]
    public async Task Pruner_ThatDeletesTheLastMigrationOfADepartedServer_HasItForgotten()
    {
        using var live = Given.Published(_store, Given.Server(task: null));
        var departed = new DepartedServers(_store.Object);
        _store.Setup(store => store.PruneAsync(Given.Now.AddDays(-30), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new PrunedMigrations(1, [Given.ServerUuid]));
        using var pruner = Pruner(departed);

        await pruner.StartAsync(CancellationToken.None);
        await _clock.ArmedAsync(Hour);

        Assert.That(departed.Judge(live.Current, []).Forgotten, Is.EqualTo(new[] { Given.Server(task: null) }));
        await pruner.StopAsync(CancellationToken.None);
    }

    [Test]
    public async Task Pruner_WhileTheStoreIsLost_IsSilentAndTriesAgainInAnHour()
    {
        _store.Setup(store => store.PruneAsync(It.IsAny<DateTimeOffset>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new StoreUnavailableException("locked"));
        using var pruner = Pruner(new DepartedServers(_store.Object));

        await pruner.StartAsync(CancellationToken.None);
        await _clock.StepAsync(Hour);
        await _clock.ArmedAsync(Hour);
        await pruner.StopAsync(CancellationToken.None);

        Assert.That(_log.Ids, Is.Empty);
        _store.Verify(store => store.PruneAsync(It.IsAny<DateTimeOffset>(), It.IsAny<int>(), It.IsAny<CancellationToken>()),
            Times.Exactly(2));
    }

    [Test]
    public async Task Pruner_AfterAFullBatch_GoesOnAfterAShortPause()
    {
        _store.SetupSequence(store => store.PruneAsync(It.IsAny<DateTimeOffset>(), 200, It.IsAny<CancellationToken>()))
            .ReturnsAsync(new PrunedMigrations(200, [])).ReturnsAsync(new PrunedMigrations(199, [])).ReturnsAsync(new PrunedMigrations(0, []));
        using var pruner = Pruner(new DepartedServers(_store.Object));

        await pruner.StartAsync(CancellationToken.None);
        await _clock.StepAsync(TimeSpan.FromMilliseconds(100));
        await _clock.ArmedAsync(Hour);
        Assert.That(_clock.GetUtcNow(), Is.EqualTo(Given.Now.AddMilliseconds(100)));
        await _clock.StepAsync(Hour);
        await _clock.ArmedAsync(Hour);
        await pruner.StopAsync(CancellationToken.None);

        Assert.That(_clock.GetUtcNow(), Is.EqualTo(Given.Now.AddMilliseconds(100) + Hour), "a batch that is not full is the last one");
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.Pruned, EventIds.Pruned }), "nothing is said of nothing");
    }

    [Test]
    public async Task Pruner_ThatFailsUnexpectedly_SaysSoAndTriesAgainInAnHour()
    {
        _store.Setup(store => store.PruneAsync(It.IsAny<DateTimeOffset>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("defect"));
        using var pruner = Pruner(new DepartedServers(_store.Object));

        await pruner.StartAsync(CancellationToken.None);
        await _clock.ArmedAsync(Hour);
        await pruner.StopAsync(CancellationToken.None);

        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.PruningFailed }));
    }

    [Test]
    public async Task Pruner_ThatIsStoppedInTheMiddle_EndsWithoutAWord()
    {
        _store.Setup(store => store.PruneAsync(It.IsAny<DateTimeOffset>(), It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .Returns(async (DateTimeOffset _, int _, CancellationToken token) =>
            {
                await Task.Delay(Hour * 2, _clock, token);
                return new PrunedMigrations(0, []);
            });
        using var pruner = Pruner(new DepartedServers(_store.Object));

        await pruner.StartAsync(CancellationToken.None);
        await _clock.ArmedAsync(Hour * 2);
        await pruner.StopAsync(CancellationToken.None);

        Assert.That(pruner.ExecuteTask!.IsCompletedSuccessfully);
        Assert.That(_log.Ids, Is.Empty);
    }

    private HistoryPruner Pruner(DepartedServers departed) => new(
        _store.Object, departed, new MonitoringJournal(_log), Options.Create(new MonitoringOptions()), _clock);
}
