using Migrations.Monitoring;

namespace Migrations.Tests.Monitoring;

public sealed class GrowingPauseTests
{
    private static readonly GrowingPause Pause = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(12));

    [TestCase(0, 3)]
    [TestCase(3, 6)]
    [TestCase(5, 10)]
    [TestCase(6, 12)]
    [TestCase(7, 12)]
    [TestCase(12, 12)]
    public void After_EachPause_IsTwiceThatUpToTheLongest(int before, int after) =>
        Assert.That(Pause.After(TimeSpan.FromSeconds(before)), Is.EqualTo(TimeSpan.FromSeconds(after)));

    [Test]
    public void Pauses_OfRetriesAndReminders_AreTheDocumentedOnes()
    {
        Assert.That(GrowingPause.OfRetries, Is.EqualTo(new GrowingPause(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1))));
        Assert.That(GrowingPause.OfReminders, Is.EqualTo(new GrowingPause(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1))));
    }
}
