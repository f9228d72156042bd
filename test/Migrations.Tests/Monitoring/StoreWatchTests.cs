using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Monitoring;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StoreWatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Mock<IMigrationStore> _store = new();
    private readonly StoreHealth _health = new();

    [Test]
    public async Task Watch_OfAStoreThatWorks_LooksEveryFiveSeconds()
    {
        await WatchForTenSecondsAsync();

        _store.Verify(port => port.CheckAsync(It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task Watch_OfALostStore_LooksAgainEverySecond()
    {
        _health.Lost("locked");
        _store.Setup(port => port.CheckAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException("locked"));

        await WatchForTenSecondsAsync();

        _store.Verify(port => port.CheckAsync(It.IsAny<CancellationToken>()), Times.Exactly(10));
    }

    private async Task WatchForTenSecondsAsync()
    {
        var clock = new SteppedClock(Given.Now);
        using var watch = new StoreWatch(_store.Object, _health, clock);
        await watch.StartAsync(CancellationToken.None);
        for (var second = 0; second < 10; second++)
            await clock.StepAsync(Second);
        await clock.ArmedAsync(Second);
        await watch.StopAsync(CancellationToken.None);
    }
}
