using Migrations.Api.Watch;

namespace Migrations.Tests.Api.Watch;

public sealed class WatchPausesTests
{
    [Test]
    public void Pauses_OfOneLossAfterAnother_GrowToHalfAMinute()
    {
        var pauses = new WatchPauses();
        pauses.Begin(TimeSpan.FromSeconds(2));

        foreach (var seconds in new[] { 2, 4, 8, 16, 30, 30 })
            Assert.That(pauses.Next().TotalSeconds, Is.InRange(0.8 * seconds, 1.2 * seconds));
        pauses.Begin(TimeSpan.FromSeconds(2));
        Assert.That(pauses.Next().TotalSeconds, Is.InRange(1.6, 2.4));
    }

    [Test]
    public void Pause_ThatTheServiceAsksFor_HoldsOnce()
    {
        var pauses = new WatchPauses();
        pauses.Ask(TimeSpan.FromSeconds(60));

        Assert.That(pauses.Next().TotalSeconds, Is.EqualTo(60));
        Assert.That(pauses.Next().TotalSeconds, Is.LessThan(3));
    }
}
