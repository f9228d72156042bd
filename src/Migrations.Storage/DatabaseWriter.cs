using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Migrations.Storage;

/// <summary>Writes on a thread of its own, one transaction after the other, so that no caller's thread waits for a lock or a disk.</summary>
internal sealed class DatabaseWriter : IDisposable
{
    private const int MostWaiting = 512;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(3);

    private readonly BlockingCollection<QueuedWrite> _queue = new(MostWaiting);
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _clock;
    private readonly Thread _thread;

    /// <param name="connection">Open, and from now on the writer's.</param>
    public DatabaseWriter(SqliteConnection connection, TimeProvider clock)
    {
        (_connection, _clock) = (connection, clock);
        _thread = new Thread(Work) { IsBackground = true, Name = "database writer" };
        _thread.Start();
    }

    /// <summary>Runs one transaction when its turn comes; what is thrown undoes it.</summary>
    /// <exception cref="StoreUnavailableException">Too many writes wait, or this one has waited too long; it never runs.</exception>
    public async Task<T> WriteAsync<T>(
        Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellationToken)
    {
        var queued = new QueuedWrite<T>(write);
        if (!TryAdd(queued))
            throw new StoreUnavailableException($"The database is busy: {MostWaiting} writes wait for their turn.");
        return await queued.OutcomeAsync(Patience, _clock, cancellationToken);
    }

    /// <summary>Writes what is queued, and closes the connection; a thread that hangs in the disk is left behind.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join(PatienceAtTheEnd);
    }

    private bool TryAdd(QueuedWrite queued)
    {
        try
        {
            return _queue.TryAdd(queued);
        }
        catch (InvalidOperationException e)
        {
            throw new StoreUnavailableException("The database is closed: the service ends.", e);
        }
    }

    private void Work()
    {
        foreach (var write in _queue.GetConsumingEnumerable())
            write.Run(_connection);
        _connection.Dispose();
        _queue.Dispose();
    }
}
