namespace Migrations.Api.Watch;

/// <summary>Plain lines for files and other programs: one for each change, and one whenever a percentage has changed.</summary>
internal static class WatchLines
{
    /// <param name="before">What was known before the news.</param>
    public static IEnumerable<string> Of(Watched before, WatchNews news) => Read(before, news).Select(WatchWords.Printable);

    private static IEnumerable<string> Read(Watched before, WatchNews news) => news switch
    {
        WatchNews.Connected when before.Lost is not null => ["Connected again."],
        WatchNews.Snapshot all => all.Ended.Reverse().Where(item => before.EndOf(item.Id) is null).Select(Ended).Concat(all.Migrations.Select(Numbers)),
        WatchNews.Change { Event: var told } change => [$"{Head(told.OccurredAt, change.Migration)} {Said(told)}"],
        WatchNews.Numbers { Migration: var item } when IsNew(before, item) => [Numbers(item)],
        WatchNews.Freshness freshness when freshness.StaleBecause != before.StaleBecause =>
            [WatchWords.Doubt(before.After(news)) ?? "The numbers are fresh again."],
        WatchNews.Disconnected => [WatchWords.Doubt(before.After(news))!],
        _ => [],
    };

    private static bool IsNew(Watched before, WatchedMigration item) =>
        !before.Migrations.TryGetValue(item.Id, out var known) || known.Progress.Percent != item.Progress.Percent;

    private static string Said(WatchedEvent told) => (told.Kind, told.Command) switch
    {
        ("command_accepted", { } command) => $"{command.Kind} accepted, request {command.RequestId}",
        ("command_settled", { } command) => $"{command.Kind} {command.Outcome}{(command.Means is { } means ? $" by {means}" : "")}{Because(told.Text)}",
        ("policy", _) => $"policy{Because(told.Text)}",
        ("verdict", _) => $"{told.Verdict}{Because(told.Text)}",
        _ => $"{told.Status}{Because(told.Text)}",
    };

    private static string Numbers(WatchedMigration item) => $"{Head(item.Progress.SampledAt, item)} {item.Migration.Status}, "
        + $"{WatchWords.Percent(item)}, {WatchWords.Rate(item)}, {item.Progress.Verdict ?? WatchWords.None}, time left {WatchWords.TimeLeft(item)}";

    private static string Ended(WatchedMigration item) =>
        $"{Head(item.Progress.EndedAt, item)} {item.Migration.Status}{Because(item.Progress.Reason)}";

    private static string Head(string? time, WatchedMigration item) => $"{WatchWords.TimeOfDay(time)} {item.Server.Name} {item.Id}";

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $": {reason}";
}
