using System.Collections.Immutable;

namespace Migrations.Api.Watch;

/// <summary>All that one who follows knows. Immutable: news makes the next one.</summary>
internal sealed record Watched
{
    private const int MostEnded = 20;

    public static Watched Nothing { get; } = new();

    /// <summary>Those in progress, by id.</summary>
    public ImmutableSortedDictionary<long, WatchedMigration> Migrations { get; private init; } = ImmutableSortedDictionary<long, WatchedMigration>.Empty;

    /// <summary>Newest first.</summary>
    public ImmutableArray<WatchedMigration> Ended { get; private init; } = [];

    /// <summary>Whether a snapshot has come: without one it is not known that there is nothing.</summary>
    public bool HasSeen { get; private init; }

    /// <summary>Why the numbers may be old; null while they are not.</summary>
    public string? StaleBecause { get; private init; }

    /// <summary>Why there is no connection; null while there is one.</summary>
    public WatchNews.Disconnected? Lost { get; private init; }

    public Watched After(WatchNews news) => news switch
    {
        WatchNews.Connected => this with { Lost = null },
        WatchNews.Disconnected lost => this with { Lost = lost },
        WatchNews.Freshness freshness => this with { StaleBecause = freshness.StaleBecause },
        WatchNews.Snapshot all => this with
        {
            HasSeen = true,
            Migrations = all.Migrations.ToImmutableSortedDictionary(item => item.Id, item => item),
            Ended = [.. all.Ended],
        },
        WatchNews.Change change when ComesBeforeTheEnd(change) => this,
        WatchNews.Change change => Put(change.Migration),
        WatchNews.Numbers numbers => Put(numbers.Migration),
        _ => this,
    };

    /// <summary>How a migration has ended; null while it has not, or is not known.</summary>
    public WatchedMigration? EndOf(long migration) => Ended.FirstOrDefault(item => item.Id == migration);

    /// <summary>Whether the migration is over, and the event of its end is still to come.</summary>
    private bool ComesBeforeTheEnd(WatchNews.Change change) =>
        change is { Migration: { IsOver: true, Id: var id }, Event.Kind: not "ended" } && EndOf(id) is null;

    private Watched Put(WatchedMigration item)
    {
        // Numbers that come late do not bring back what is over.
        if (!item.IsOver)
            return EndOf(item.Id) is null ? this with { Migrations = Migrations.SetItem(item.Id, item) } : this;
        var others = EndOf(item.Id) is null ? Ended : Ended.RemoveAll(other => other.Id == item.Id);
        return this with { Migrations = Migrations.Remove(item.Id), Ended = [.. others.Insert(0, item).Take(MostEnded)] };
    }
}
