using CsCheck;
using Migrations.Api.Watch;

namespace Migrations.Tests.Api.Watch;

public sealed class WatchFrameTests
{
    [Test]
    public void Frame_OfUsualWidth_ShowsAllColumnsAndTheCost()
    {
        var watched = Follow.Known(new WatchNews.Snapshot([Follow.Item(2)], [Follow.Item(1, "cancelled")]));

        Assert.That(new WatchFrame(80, 24, hasColours: false).Lines(watched, isOne: false), Is.EqualTo(new[]
        {
            "1 migration in progress",
            "",
            "cache-1  ━━━━━━━━━━─────────────   46 %   400 MiB/s  -                stalled",
            "  dirties 900 MiB/s, copies 400 MiB/s: will not end by itself; forcing now",
            "  pauses the server for at least 5 s",
            "",
            "Ended",
            "cache-1  13:42:04Z  cancelled  Aborted.",
        }));
    }

    [Test]
    public void Frame_WithoutMigrations_ShowsThoseThatHaveEnded() =>
        Assert.That(
            new WatchFrame(80, 24, hasColours: false).Lines(Follow.Known(new WatchNews.Snapshot([], [Follow.Item(1, "completed")])), isOne: true),
            Is.EqualTo(new[] { "No migration in progress", "", "Ended", "cache-1  13:42:04Z  completed" }));

    [Test]
    public void Frame_OfAnySize_Fits() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[1, 60], Gen.Int[0, 50], Gen.Int[0, 30], Gen.String[0, 60]).Sample((width, height, running, ended, name) =>
        {
            var watched = Follow.Known(
                new WatchNews.Snapshot(
                    [.. Enumerable.Range(1, running).Select(id => Follow.Item(id, name: name))],
                    [.. Enumerable.Range(100, ended).Select(id => Follow.Item(id, "cancelled", name))]),
                new WatchNews.Freshness(name));

            var lines = new WatchFrame(width, height, hasColours: false).Lines(watched, isOne: false);

            Assert.That(lines, Has.Count.LessThanOrEqualTo(height));
            Assert.That(lines, Has.All.Length.LessThanOrEqualTo(width));
            Assert.That(lines, Has.All.Matches((string? line) => !line!.Any(char.IsControl)));
        });

    [Test]
    public void Frame_WithColours_HasTheSameWords()
    {
        var watched = Follow.Known(new WatchNews.Snapshot([Follow.Item(2)], []));

        Assert.That(new WatchFrame(80, 24, hasColours: true).Lines(watched, isOne: false)[2],
            Is.EqualTo($"\e[31m{new WatchFrame(80, 24, hasColours: false).Lines(watched, isOne: false)[2]}\e[0m"));
    }
}
