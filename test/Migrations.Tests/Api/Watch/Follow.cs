using Migrations.Api.Watch;

namespace Migrations.Tests.Api.Watch;

/// <summary>What tests follow.</summary>
internal static class Follow
{
    public static WatchedMigration Item(long id, string status = "running", string name = "cache-1") => new(
        new WatchedServer(Guid.Empty, name), new WatchedRecord(id, status), new WatchedProgress
        {
            Percent = 46,
            Verdict = status == "running" ? "stalled" : null,
            VerdictText = status == "running" ? "dirties 900 MiB/s, copies 400 MiB/s: will not end by itself; forcing now pauses the server for at least 5 s" : null,
            MemoryBytesPerSecond = 400 << 20,
            SampledAt = "2026-01-29T13:42:03.000000",
            EndedAt = status == "running" ? null : "2026-01-29T13:42:04.000000",
            Reason = status == "cancelled" ? "Aborted." : null,
        });

    public static WatchNews.Change Change(WatchedMigration item, string kind, string? verdict = null, string? text = null, WatchedCommand? command = null) =>
        new(new WatchedEvent(kind, "2026-01-29T13:42:03.000000Z", item.Migration.Status, verdict, text, command), item);

    public static Watched Known(params WatchNews[] news) => news.Aggregate(Watched.Nothing, (watched, next) => watched.After(next));
}
