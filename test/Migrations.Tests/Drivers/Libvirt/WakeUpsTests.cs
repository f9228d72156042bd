using Migrations.Drivers;
using Migrations.Drivers.Libvirt;

namespace Migrations.Tests.Drivers.Libvirt;

internal sealed class WakeUpsTests
{
    [Test]
    public async Task Watch_SentBeforeReadingBegins_IsNotLost()
    {
        var wakeUps = new WakeUps();
        var events = wakeUps.WatchAsync(default);

        wakeUps.Send(DriverEventKind.JobChanged);

        Assert.That(await events.FirstAsync(), Is.EqualTo(new DriverEvent(DriverEventKind.JobChanged)));
    }

    [Test]
    public async Task Send_WatcherLagsBehind_LosesTheOldest()
    {
        var wakeUps = new WakeUps();
        var events = wakeUps.WatchAsync(default);
        wakeUps.Send(DriverEventKind.ConnectionLost);

        for (var i = 0; i < 256; i++)
            wakeUps.Send(DriverEventKind.JobChanged);

        Assert.That((await events.FirstAsync()).Kind, Is.EqualTo(DriverEventKind.JobChanged));
    }
}
