using Migrations.Drivers.Fake.Model;

namespace Migrations.Tests.Drivers.Fake.Model;

public sealed class CopySpeedTests
{
    private static readonly CopySpeed Speed = new(100, 50, 1000, TimeSpan.FromMilliseconds(300));

    [Test]
    public void Speed_TurnsTimesIntoBytesAndBack()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Speed.BytesIn(TimeSpan.FromSeconds(2)), Is.EqualTo(200));
            Assert.That(Speed.BytesInDowntime, Is.EqualTo(30));
            Assert.That(Speed.DirtiedWhileSending(200), Is.EqualTo(100));
            Assert.That(Speed.TimeFor(250), Is.EqualTo(TimeSpan.FromSeconds(2.5)));
        });
    }

    [Test]
    public void Speed_OfManyBytes_DoesNotOverflow() =>
        Assert.That((Speed with { SentBytesPerSecond = 1L << 50 }).BytesIn(TimeSpan.FromSeconds(4)), Is.EqualTo(1L << 52));

    [Test]
    public void Chance_VariesByATenthAtMost_AndByEachOfItsParts()
    {
        var chance = new Chance(1);
        var varied = Enumerable.Range(0, 200).Select(moment => chance.Vary(1000, 1, moment)).ToList();

        Assert.That(varied, Has.All.InRange(900, 1100));
        Assert.That(varied, Has.Some.LessThan(920).And.Some.GreaterThan(1080));
        Assert.That(chance.Vary(1000, 1, 5), Is.EqualTo(varied[5]), "the same again");
        Assert.That(Enumerable.Range(0, 20).Select(subject => chance.Vary(1_000_000, subject, 5)), Is.Unique);
        Assert.That(Enumerable.Range(0, 20).Select(seed => new Chance(seed).Vary(1_000_000, 1, 5)), Is.Unique);
        Assert.That(chance.Vary(TimeSpan.FromTicks(1000), 1, 5), Is.EqualTo(TimeSpan.FromTicks(varied[5])));
    }
}
