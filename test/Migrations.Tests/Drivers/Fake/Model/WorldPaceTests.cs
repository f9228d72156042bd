using Migrations.Drivers.Fake.Model;

namespace Migrations.Tests.Drivers.Fake.Model;

public sealed class WorldPaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Until_PartOfAStep_IsKeptForTheNextCall()
    {
        var (steps, next) = new WorldPace(Noon, 1).Until(Noon.AddMilliseconds(250));

        Assert.That((steps, next.At), Is.EqualTo((2L, Noon.AddMilliseconds(200))));
    }

    [Test]
    public void Until_Faster_MakesMoreSteps()
    {
        var (steps, next) = new WorldPace(Noon, 20).Until(Noon.AddSeconds(1));

        Assert.That((steps, next.At), Is.EqualTo((200L, Noon.AddSeconds(1))));
    }

    [Test]
    public void Until_LongStop_CatchesUpByOneSimulatedHour()
    {
        var (steps, next) = new WorldPace(Noon, 2).Until(Noon.AddYears(3));

        Assert.That((steps, next.At), Is.EqualTo((36_000L, Noon.AddYears(3))));
    }

    [Test]
    public void Until_ClockWasSetBack_GoesOnFromThere()
    {
        var (steps, next) = new WorldPace(Noon, 1).Until(Noon.AddHours(-5));

        Assert.That((steps, next.At), Is.EqualTo((0L, Noon.AddHours(-5))));
    }
}
