using Migrations.Api.Watch;

namespace Migrations.Tests.Api.Watch;

public sealed class WatchLinesTests
{
    [Test]
    public void Snapshot_IsALineForEachMigration() =>
        Assert.That(WatchLines.Of(Watched.Nothing, new WatchNews.Snapshot([Follow.Item(2)], [Follow.Item(1, "cancelled")])), Is.EqualTo(new[]
        {
            "13:42:04Z cache-1 1 cancelled: Aborted.",
            "13:42:03Z cache-1 2 running, 46 %, 400 MiB/s, stalled, time left -",
        }));

    [Test]
    public void Change_IsALine()
    {
        var command = new WatchedCommand("force_complete", "done", "post_copy", "req-1");

        Assert.That(Line(Follow.Change(Follow.Item(1), "verdict", "stalled", "will not end")), Is.EqualTo("13:42:03Z cache-1 1 stalled: will not end"));
        Assert.That(Line(Follow.Change(Follow.Item(1), "command_accepted", command: command)), Is.EqualTo("13:42:03Z cache-1 1 force_complete accepted, request req-1"));
        Assert.That(Line(Follow.Change(Follow.Item(1), "policy", text: "aborts the migration: its time is up")),
            Is.EqualTo("13:42:03Z cache-1 1 policy: aborts the migration: its time is up"));
        Assert.That(Line(Follow.Change(Follow.Item(1), "command_settled", command: command)), Is.EqualTo("13:42:03Z cache-1 1 force_complete done by post_copy"));
        Assert.That(Line(Follow.Change(Follow.Item(1, "cancelled"), "ended", text: "Aborted.")), Is.EqualTo("13:42:03Z cache-1 1 cancelled: Aborted."));
    }

    [Test]
    public void Numbers_OfTheSamePercentage_AreNoLine()
    {
        var before = Follow.Known(new WatchNews.Numbers(Follow.Item(1)));

        Assert.That(WatchLines.Of(before, new WatchNews.Numbers(Follow.Item(1))), Is.Empty);
        Assert.That(WatchLines.Of(before, new WatchNews.Numbers(Follow.Item(2))).Count(), Is.EqualTo(1));
    }

    [Test]
    public void Name_WithEscapeCodes_LosesThem() =>
        Assert.That(Line(Follow.Change(Follow.Item(1, name: "\e[2Jevil\u202e"), "status")), Is.EqualTo("13:42:03Z  [2Jevil  1 running"));

    [Test]
    public void Freshness_IsALineWhenItChanges()
    {
        var stale = new WatchNews.Freshness("libvirtd does not answer");

        Assert.That(Line(stale), Is.EqualTo("The numbers may be old: libvirtd does not answer"));
        Assert.That(WatchLines.Of(Follow.Known(stale), stale), Is.Empty);
        Assert.That(WatchLines.Of(Follow.Known(stale), new WatchNews.Freshness(null)), Is.EqualTo(new[] { "The numbers are fresh again." }));
    }

    private static string Line(WatchNews news) => WatchLines.Of(Watched.Nothing, news).Single();
}
