using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Schema;

namespace Migrations.Storage.Connections;

/// <summary>Makes all writes on a thread of its own, one after the other, so that no caller's thread waits for a lock or a disk.</summary>
internal sealed class DatabaseWriter : IDisposable
{
    private const int MaxWaiting = 512;

    /// <summary>How long a write waits for its turn, and how long it may take before the database counts as lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly Histogram<double> Seconds = Metrics.Process.CreateHistogram(
        "migrations.store.write.duration", "s", "How long a transaction took on the database's own thread.", advice: Metrics.Moments);

    private readonly BlockingCollection<QueuedWrite> _queue = new(MaxWaiting);
    private readonly SqliteConnection _connection;
    private readonly DatabasePresence _presence;
    private readonly DatabaseCondition _condition;
    private readonly TimeProvider _clock;
    private readonly Thread _thread;

    /// <param name="connection">Open, and from now on the writer's.</param>
    public DatabaseWriter(
        SqliteConnection connection, DatabasePresence presence, DatabaseCondition condition, TimeProvider clock)
    {
        (_connection, _presence, _condition, _clock) = (connection, presence, condition, clock);
        _thread = new Thread(Work) { IsBackground = true, Name = "database writer" };
        _thread.Start();
    }

    /// <summary>Runs one transaction when its turn comes; an exception rolls it back.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be written to, or is too busy. Nothing has been stored, and nothing will be.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellationToken) =>
        DoAsync(new QueuedWrite<T>(connection => Transact(connection, write)) { IsCheck = false }, cancellationToken);

    /// <summary>Finds out whether a write would succeed. After a failure it makes a trial write; otherwise it only inspects the file.</summary>
    /// <exception cref="StoreUnavailableException">A write would not succeed.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) =>
        DoAsync(new QueuedWrite<bool>(Check) { IsCheck = true }, cancellationToken);

    /// <summary>Finishes what is queued, and closes the connection. A thread that hangs in a call of the disk is left behind.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join(Patience);
    }

    private async Task<T> DoAsync<T>(QueuedWrite<T> queued, CancellationToken cancellationToken)
    {
        if (!queued.IsCheck)
            _condition.ThrowIfTroubled();
        if (!TryAdd(queued))
            throw new StoreUnavailableException($"The database is busy: {MaxWaiting} writes wait for their turn.");
        await ((Task)queued.Outcome).WaitAsync(Patience, _clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!queued.Outcome.IsCompleted && queued.Claim())
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new StoreUnavailableException($"The database is busy: a write has waited {Patience.TotalSeconds} s for its turn.");
        }
        if (!queued.Outcome.IsCompleted && !cancellationToken.IsCancellationRequested)
            _condition.Slow(Patience);
        return await queued.Outcome;
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
            if (write.Claim())
                Run(write);
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Run(QueuedWrite write)
    {
        try
        {
            var isTrial = write.IsCheck && _condition.MayPass;
            if (!isTrial)
                _condition.ThrowIfTroubled();
            _presence.ThrowIfGone(_connection);
            var began = _clock.GetTimestamp();
            write.Execute(_connection);
            if (!write.IsCheck)
                Seconds.Record(_clock.GetElapsedTime(began).TotalSeconds);
            if (isTrial)
                _condition.TryAgain();
            else
                _condition.Worked();
            write.Succeed();
        }
        catch (Exception e)
        {
            write.Fail(_condition.Failed(e));
        }
    }

    private bool Check(SqliteConnection connection)
    {
        _presence.ThrowIfDamaged();
        return !_condition.MayPass || Transact(connection, SchemaHeader.Rewrite);
    }

    private static T Transact<T>(SqliteConnection connection, Func<SqliteConnection, SqliteTransaction, T> write)
    {
        using var transaction = connection.BeginTransaction();
        var result = write(connection, transaction);
        transaction.Commit();
        return result;
    }
}

/// <summary>One piece of work on its way to the writer's thread.</summary>
/// <remarks>
/// The first claim decides: the writer begins the write, or its caller gives it up. So a write that was given up is never
/// stored, and one that has begun is awaited.
/// </remarks>
internal abstract class QueuedWrite
{
    private bool _claimed;

    /// <summary>Whether it is run although the database is known to be in trouble.</summary>
    public required bool IsCheck { get; init; }

    /// <returns>Whether this is the first claim.</returns>
    public bool Claim() => !Interlocked.Exchange(ref _claimed, true);

    /// <summary>Does the work, without telling the caller yet.</summary>
    public abstract void Execute(SqliteConnection connection);

    /// <summary>Gives the caller the result.</summary>
    public abstract void Succeed();

    /// <summary>Lets the caller fail with this.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class QueuedWrite<T>(Func<SqliteConnection, T> work) : QueuedWrite
{
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Outcome => _outcome.Task;

    public override void Execute(SqliteConnection connection) => _result = work(connection);

    public override void Succeed() => _outcome.SetResult(_result);

    public override void Fail(Exception exception) => _outcome.SetException(exception);
}
