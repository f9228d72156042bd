namespace Migrations.Live;

/// <summary>The snapshot that every answer is read from, and the one way to change it: commit, then publish.</summary>
/// <remarks>Readers take no lock. Writers take turns, so a decision is made on the snapshot that it changes.</remarks>
public sealed class LiveMigrations(IMigrationStore store) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile LiveSnapshot _current = LiveSnapshot.Empty;

    /// <summary>Raised after a snapshot was published, before the next writer has its turn; handlers must be quick, and must not fail.</summary>
    public event Action? Published;

    /// <summary>The latest published snapshot.</summary>
    public LiveSnapshot Current => _current;

    /// <summary>Publishes what an earlier run has stored; called once, before anything else.</summary>
    /// <exception cref="StoreUnavailableException">What is stored cannot be read.</exception>
    public void Load()
    {
        var stored = store.Load();
        _current = LiveSnapshot.Empty.With(new LiveChanges
        {
            Servers = stored.Servers,
            Migrations = [.. stored.Unfinished.Select(migration => new LiveMigration(migration)
            {
                Start = stored.Starts.GetValueOrDefault(migration.Id),
            })],
        });
    }

    /// <summary>Decides on the current snapshot, stores what changed in one transaction, and only then publishes it.</summary>
    /// <returns>The changes, with the ids that new migrations were given.</returns>
    /// <exception cref="StoreUnavailableException">
    /// Nothing has been stored or published: the disk is full, or the store cannot be written to for another reason.
    /// </exception>
    /// <exception cref="OperationCanceledException">The same, because the caller has given up before the write began.</exception>
    public async Task<LiveChanges> UpdateAsync(Func<LiveSnapshot, LiveChanges> decide, CancellationToken cancellationToken)
    {
        // A turn ends in time, because the store answers in time; whoever has given up by then has none.
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = _current;
            var stored = await CommitAsync(before, decide(before), cancellationToken);
            _current = before.With(stored);
            Published?.Invoke();
            return stored;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A snapshot that shows all changes that were committed before the call.</summary>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public async Task<LiveSnapshot> CaughtUpAsync(CancellationToken cancellationToken)
    {
        // What is committed is published in the same turn.
        await _turn.WaitAsync(cancellationToken);
        _turn.Release();
        return _current;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<LiveChanges> CommitAsync(LiveSnapshot before, LiveChanges changes, CancellationToken cancellationToken)
    {
        var toStore = changes.Migrations
            .Select(live => (Before: before.Find(live.Record.ServerUuid, live.Record.Id), After: live))
            .Select(change => (change.Before, change.After, Events: EventsOf(change.Before, change.After, changes.Told)))
            .Where(change => change.Before?.Record != change.After.Record || change.Before?.Start != change.After.Start || change.Events.Count > 0)
            .Select(change => new MigrationChange(change.After.Record, change.Events)
            {
                Before = change.Before?.Record,
                Start = change.Before?.Start != change.After.Start || change.After.Record.Status.IsFinal ? change.After.Start : null,
            })
            .ToList();
        var servers = changes.Servers
            .Where(server => HasMigration(before, changes, server) || server.Deleted != IsDeleted(before, server))
            .ToList();
        if (toStore.Count == 0 && servers.Count == 0)
            return changes;

        var inserted = new Queue<Migration>(await store.CommitAsync(toStore, servers, cancellationToken));
        return changes with
        {
            Migrations = [.. changes.Migrations.Select(live =>
                live.Record.Id == 0 ? live with { Record = inserted.Dequeue() } : live)],
        };
    }

    private static IReadOnlyList<MigrationEvent> EventsOf(LiveMigration? before, LiveMigration after, IReadOnlyList<MigrationEvent> told) =>
        told.Count == 0
            ? ChangeEvents.Between(before, after)
            : [.. ChangeEvents.Between(before, after), .. told.Where(each => each.MigrationId == after.Record.Id)];

    private static bool IsDeleted(LiveSnapshot snapshot, Server server) =>
        snapshot.Servers.TryGetValue(server.Uuid, out var known) && known.Deleted;

    private static bool HasMigration(LiveSnapshot before, LiveChanges changes, Server server) =>
        !before.Of(server.Uuid).IsEmpty || changes.Migrations.Any(live => live.Record.ServerUuid == server.Uuid);
}
