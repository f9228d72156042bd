using Migrations.Api.Watch;

namespace Migrations.Tests.Api.Watch;

public sealed class WatchedTests
{
    [Test]
    public void Migration_ThatHasEnded_MovesBelow()
    {
        var watched = Follow.Known(new WatchNews.Snapshot([Follow.Item(1), Follow.Item(2)], []), Follow.Change(Follow.Item(1, "cancelled"), "ended"));

        Assert.That(watched.Migrations.Keys, Is.EqualTo(new[] { 2L }));
        Assert.That(watched.EndOf(1)?.Migration.Status, Is.EqualTo("cancelled"));
        Assert.That(watched.EndOf(2), Is.Null);
    }

    [Test]
    public void Change_OfAMigrationThatHasEndedMeanwhile_IsNotItsEnd()
    {
        var before = Follow.Known(new WatchNews.Snapshot([Follow.Item(1)], []), Follow.Change(Follow.Item(1, "completed"), "status"));

        Assert.That(before.EndOf(1), Is.Null);
        Assert.That(before.After(Follow.Change(Follow.Item(1, "completed"), "ended")).EndOf(1), Is.Not.Null);
    }

    [Test]
    public void Change_AfterTheEnd_LeavesItEnded()
    {
        var watched = Follow.Known(Follow.Change(Follow.Item(1, "completed"), "ended"), Follow.Change(Follow.Item(1, "completed"), "command_settled"));

        Assert.That(watched.EndOf(1), Is.Not.Null);
    }

    [Test]
    public void Numbers_OfAMigrationThatIsOver_DoNotBringItBack()
    {
        var watched = Follow.Known(Follow.Change(Follow.Item(1, "completed"), "ended"), new WatchNews.Numbers(Follow.Item(1)));

        Assert.That(watched.Migrations, Is.Empty);
    }

    [Test]
    public void Ended_OfManyMigrations_AreTheLast()
    {
        var watched = Follow.Known([.. Enumerable.Range(1, 30).Select(id => Follow.Change(Follow.Item(id, "completed"), "ended"))]);

        Assert.That(watched.Ended.Select(item => item.Id), Is.EqualTo(Enumerable.Range(0, 20).Select(back => 30L - back)));
    }

    [Test]
    public void Connection_ThatIsLostAndBack_IsToldUntilItIsBack()
    {
        var lost = Follow.Known(new WatchNews.Snapshot([], []), new WatchNews.Disconnected("Connection refused", TimeSpan.FromSeconds(4)));

        Assert.That(WatchWords.Doubt(lost), Is.EqualTo("Disconnected: Connection refused. Next attempt in 4 s. The numbers are old."));
        Assert.That(WatchWords.Doubt(lost.After(new WatchNews.Connected())), Is.Null);
    }
}
