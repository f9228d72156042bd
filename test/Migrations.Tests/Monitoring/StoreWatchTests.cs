using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Monitoring;

public sealed class StoreWatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Watch_OfALostStore_LooksAgainEverySecond()
    {
        var store = new Mock<IMigrationStore>();
        var clock = new SteppedClock(Given.Now);
        store.Setup(port => port.CheckAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new StoreUnavailableException("locked"));
        using var watch = new StoreWatch(store.Object, clock);

        await watch.StartAsync(CancellationToken.None);
        for (var second = 0; second < 3; second++)
            await clock.StepAsync(Second);
        await clock.ArmedAsync(Second);
        await watch.StopAsync(CancellationToken.None);

        store.Verify(port => port.CheckAsync(It.IsAny<CancellationToken>()), Times.Exactly(3));
    }
}
