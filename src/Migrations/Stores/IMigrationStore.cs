using System.Collections.Frozen;

namespace Migrations.Stores;

/// <summary>Where migrations outlive the process. Reads are short, block, and may come from any thread; writes take turns.</summary>
public interface IMigrationStore
{
    /// <summary>The remembered servers and the migrations that are not final.</summary>
    /// <exception cref="StoreUnavailableException">The stored migrations cannot be read: their file is gone, damaged or locked.</exception>
    StoredMigrations Load();

    /// <summary>
    /// Inserts migrations of id 0, updates the others, adds their events to the log, saves their starts with the actions of those, and
    /// saves the servers, in one transaction.
    /// </summary>
    /// <param name="cancellationToken">Takes the write back while it has not begun; after that its outcome is awaited.</param>
    /// <returns>The inserted migrations with their ids, in the given order.</returns>
    /// <exception cref="StoreUnavailableException">
    /// Nothing has been stored, and nothing will be: the disk is full or fails, the file is gone, damaged or locked, or too many
    /// writes wait.
    /// </exception>
    /// <exception cref="OperationCanceledException">The write was taken back; nothing has been stored.</exception>
    Task<IReadOnlyList<Migration>> CommitAsync(
        IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> servers, CancellationToken cancellationToken);

    /// <summary>The server's migration with this id, final or not.</summary>
    /// <exception cref="StoreUnavailableException">The stored migrations cannot be read: their file is gone, damaged or locked.</exception>
    Migration? Find(Guid serverUuid, long id);

    /// <summary>The server's most recent migration, final or not.</summary>
    /// <exception cref="StoreUnavailableException">The stored migrations cannot be read: their file is gone, damaged or locked.</exception>
    MigrationSummary? FindLatest(Guid serverUuid);

    /// <summary>The most recent migration of this job, final or not.</summary>
    /// <exception cref="StoreUnavailableException">The stored migrations cannot be read: their file is gone, damaged or locked.</exception>
    Migration? FindLatestOfJob(Guid serverUuid, string jobId);

    /// <summary>A page of migrations, newest first.</summary>
    /// <returns>Null when the query's marker is not among the migrations.</returns>
    /// <exception cref="StoreUnavailableException">The stored migrations cannot be read: their file is gone, damaged or locked.</exception>
    IReadOnlyList<MigrationSummary>? Query(MigrationQuery query);

    /// <summary>Every migration that matches, oldest first; marker and limit of the query do not apply.</summary>
    /// <remarks>
    /// Read in short stretches while it is enumerated. Nothing is open between two of them, so a caller may take its time.
    /// A migration that changes meanwhile is seen as it is when it is reached. None is left out or seen twice.
    /// </remarks>
    /// <exception cref="StoreUnavailableException">As for <see cref="Query"/>, and while it is enumerated.</exception>
    IEnumerable<MigrationSummary> QueryAll(MigrationQuery query);

    /// <summary>Deletes up to <paramref name="limit"/> final migrations with their starts and commands, the actions of those, their events, and servers that only they kept.</summary>
    /// <param name="cancellationToken">Takes the write back while it has not begun; after that its outcome is awaited.</param>
    /// <exception cref="StoreUnavailableException">Nothing has been deleted, and nothing will be; see <see cref="CommitAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">The write was taken back; nothing has been deleted.</exception>
    Task<PrunedMigrations> PruneAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken);

    /// <summary>Finds out whether a write would succeed; changes nothing.</summary>
    /// <exception cref="StoreUnavailableException">It would not; the message says why.</exception>
    /// <exception cref="OperationCanceledException">The caller has not waited for the result.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}

/// <summary>What <see cref="IMigrationStore.Load"/> finds.</summary>
public sealed record StoredMigrations(IReadOnlyList<Server> Servers, IReadOnlyList<Migration> Unfinished)
{
    /// <summary>How this service starts those of the unfinished migrations that nobody else has started, by their ids.</summary>
    public IReadOnlyDictionary<long, MigrationStart> Starts { get; init; } = FrozenDictionary<long, MigrationStart>.Empty;
}

/// <summary>What <see cref="IMigrationStore.PruneAsync"/> has deleted.</summary>
/// <param name="Count">How many migrations.</param>
/// <param name="Servers">The servers that they were of; some may have others left.</param>
public sealed record PrunedMigrations(int Count, IReadOnlyList<Guid> Servers);
