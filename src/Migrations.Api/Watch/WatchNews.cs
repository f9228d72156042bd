namespace Migrations.Api.Watch;

/// <summary>What one who follows learns, in the order in which it comes.</summary>
internal abstract record WatchNews
{
    /// <summary>The stream is open; what is shown is fresh again.</summary>
    public sealed record Connected : WatchNews;

    /// <summary>Everything anew.</summary>
    /// <param name="Migrations">Those in progress.</param>
    /// <param name="Ended">The latest that are over, newest first.</param>
    public sealed record Snapshot(IReadOnlyList<WatchedMigration> Migrations, IReadOnlyList<WatchedMigration> Ended) : WatchNews;

    /// <summary>An event of the log, and the migration as it is now.</summary>
    public sealed record Change(WatchedEvent Event, WatchedMigration Migration) : WatchNews;

    /// <summary>New numbers of a migration.</summary>
    public sealed record Numbers(WatchedMigration Migration) : WatchNews;

    /// <summary>How fresh the numbers are.</summary>
    /// <param name="StaleBecause">Null while they are fresh.</param>
    public sealed record Freshness(string? StaleBecause) : WatchNews;

    /// <summary>The stream is lost.</summary>
    /// <param name="Reason">For a person.</param>
    /// <param name="Pause">How long until the next attempt.</param>
    public sealed record Disconnected(string Reason, TimeSpan Pause) : WatchNews;
}
