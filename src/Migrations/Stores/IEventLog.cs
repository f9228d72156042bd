namespace Migrations.Stores;

/// <summary>
/// The events of all stored migrations, in the order of their ids, which is that of their commits. Each was written in the transaction of
/// the change that it tells of, and is deleted with its migration. Reads are short, block, and may come from any thread.
/// </summary>
public interface IEventLog
{
    /// <summary>Raised after events have been committed, on the thread of whoever waited for that; handlers must be quick, and must not fail.</summary>
    event Action? Appended;

    /// <summary>The highest id that was given; 0 when none was.</summary>
    /// <exception cref="StoreUnavailableException">The events cannot be read: their file is gone, damaged or locked.</exception>
    long LastId();

    /// <summary>Up to <paramref name="limit"/> events with higher ids, oldest first; all of them when <paramref name="id"/> is 0.</summary>
    /// <returns>Null when the log cannot tell what came after the id: it was never given, or a later event has been deleted.</returns>
    /// <exception cref="StoreUnavailableException">The events cannot be read: their file is gone, damaged or locked.</exception>
    IReadOnlyList<MigrationEvent>? ReadAfter(long id, int limit);
}
