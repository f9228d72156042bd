using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Monitoring;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProgressSamplerTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rest = Interval / 10;

    private readonly SteppedClock _clock = new(Given.Now);
    private readonly Mock<IMigrationDriver> _driver = new();
    private readonly Mock<IMigrationStore> _store = new();
    private readonly LogLines<MonitoringJournal> _log = new();
    private readonly List<TimeSpan> _passes = [];
    private readonly MigrationsTelemetry _telemetry = new();
    private readonly LiveMigrations _live;
    private readonly ProgressSampler _sampler;
    private readonly TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProgressSamplerTests()
    {
        _live = Given.Published(_store, Given.Server());
        _driver.Setup(driver => driver.Capabilities).Returns(new DriverCapabilities("test"));
        _driver.Setup(driver => driver.WaitForNewsAsync(It.IsAny<CancellationToken>())).Returns(() => _news.Task);
        _driver.Setup(driver => driver.ListServersAsync(It.IsAny<CancellationToken>())).ReturnsAsync([Given.Server()]);
        _driver.Setup(driver => driver.ListJobsAsync(It.IsAny<CancellationToken>()))
            .Callback(() => _passes.Add(_clock.GetUtcNow() - Given.Now)).ReturnsAsync([]);
        var journal = new MonitoringJournal(_log);
        var pass = new SamplingPass(_live, _store.Object, Mock.Of<ICommandStore>(), _driver.Object, new DriverHealth(),
            new DepartedServers(_store.Object), Given.Judge, _telemetry, journal, _clock);
        _sampler = new ProgressSampler(pass, new DriverNews(_driver.Object, journal, _clock), journal,
            Options.Create(new MonitoringOptions { Interval = Interval }), _clock);
    }

    public void Dispose()
    {
        _sampler.Dispose();
        _live.Dispose();
        _telemetry.Dispose();
    }

    [Test]
    public async Task Sampler_WithoutNews_MakesOnePassPerInterval()
    {
        await _sampler.StartAsync(CancellationToken.None);
        for (var passes = 0; passes < 3; passes++)
            await _clock.StepAsync(Interval);
        await _clock.ArmedAsync(Interval);
        await _sampler.StopAsync(CancellationToken.None);

        Assert.That(_passes, Is.EqualTo(new[] { TimeSpan.Zero, Interval, Interval * 2, Interval * 3 }));
    }

    [Test]
    public async Task Sampler_UnderABurstOfNews_RestsForATenthOfTheIntervalAfterEachPass()
    {
        _news.SetResult();

        await _sampler.StartAsync(CancellationToken.None);
        for (var passes = 0; passes < 3; passes++)
            await _clock.StepAsync(Rest);
        await _clock.ArmedAsync(Rest);
        await _sampler.StopAsync(CancellationToken.None);

        Assert.That(_passes, Is.EqualTo(new[] { TimeSpan.Zero, Rest, Rest * 2, Rest * 3 }));
    }

    [Test]
    public async Task Sampler_WhosePassBreaksDown_SaysSoEachTimeAndGoesOn()
    {
        _live.Dispose();

        await _sampler.StartAsync(CancellationToken.None);
        await _clock.StepAsync(Interval);
        await _clock.ArmedAsync(Interval);
        await _sampler.StopAsync(CancellationToken.None);

        Assert.That(_passes, Has.Count.EqualTo(2));
        Assert.That(_log.Ids.Count(id => id == EventIds.TickFailed), Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task Sampler_ThatIsStoppedDuringAPass_EndsWithoutAWord()
    {
        _driver.Setup(driver => driver.ListJobsAsync(It.IsAny<CancellationToken>()))
            .Returns(async (CancellationToken token) =>
            {
                await Task.Delay(Interval, _clock, token);
                return [];
            });

        await _sampler.StartAsync(CancellationToken.None);
        await _clock.ArmedAsync(Interval);
        await _sampler.StopAsync(CancellationToken.None);

        Assert.That(_sampler.ExecuteTask!.IsCompletedSuccessfully);
        Assert.That(_log.Ids, Is.Empty);
    }
}
