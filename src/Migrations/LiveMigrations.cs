namespace Migrations;

/// <summary>The snapshot that every answer is read from, and the one way to change it: commit, then publish.</summary>
/// <remarks>Readers take no lock. Writers take turns, so a decision is made on the snapshot that it changes.</remarks>
public sealed class LiveMigrations(IMigrationStore store)
{
    private readonly Lock _writer = new();
    private volatile LiveSnapshot _current = LiveSnapshot.Empty;

    /// <summary>The latest published snapshot.</summary>
    public LiveSnapshot Current => _current;

    /// <summary>Publishes what an earlier run has stored.</summary>
    public void Load()
    {
        lock (_writer)
        {
            var stored = store.Load();
            _current = LiveSnapshot.Empty.With(new LiveChanges
            {
                Servers = stored.Servers,
                Migrations = [.. stored.Unfinished.Select(migration => new LiveMigration(migration))],
            });
        }
    }

    /// <summary>Decides on the current snapshot, stores what changed in one transaction, and only then publishes it.</summary>
    /// <returns>The changes, with the ids that new migrations were given.</returns>
    public LiveChanges Update(Func<LiveSnapshot, LiveChanges> decide)
    {
        lock (_writer)
        {
            var before = _current;
            var changes = decide(before);
            var stored = Commit(before, changes);
            _current = before.With(stored);
            return stored;
        }
    }

    private LiveChanges Commit(LiveSnapshot before, LiveChanges changes)
    {
        var toStore = changes.Migrations
            .Where(live => before.Find(live.Record.ServerUuid, live.Record.Id)?.Record != live.Record)
            .Select(live => live.Record)
            .ToList();
        var servers = changes.Servers
            .Where(server => HasMigration(before, changes, server))
            .ToList();
        if (toStore.Count == 0 && servers.Count == 0)
            return changes;

        var inserted = new Queue<Migration>(store.Commit(toStore, servers));
        return changes with
        {
            Migrations = [.. changes.Migrations.Select(live =>
                live.Record.Id == 0 ? live with { Record = inserted.Dequeue() } : live)],
        };
    }

    private static bool HasMigration(LiveSnapshot before, LiveChanges changes, Server server) =>
        !before.Of(server.Uuid).IsEmpty || changes.Migrations.Any(live => live.Record.ServerUuid == server.Uuid);
}
