using Microsoft.Data.Sqlite;

namespace Migrations.Storage;

/// <summary>One transaction on its way to the writer's thread.</summary>
/// <remarks>
/// Whoever claims it first decides: the writer begins it, or its caller gives it up. So what a caller has given up is never
/// stored, and what has begun is waited for.
/// </remarks>
internal abstract class QueuedWrite
{
    private bool _claimed;

    /// <summary>Runs the transaction, unless its caller has given it up. Throws nothing: the caller gets it.</summary>
    public abstract void Run(SqliteConnection connection);

    /// <returns>Whether this is the first claim.</returns>
    protected bool Claim() => !Interlocked.Exchange(ref _claimed, true);
}

/// <inheritdoc/>
internal sealed class QueuedWrite<T>(Func<SqliteConnection, SqliteTransaction, T> write) : QueuedWrite
{
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Run(SqliteConnection connection)
    {
        if (!Claim())
            return;
        try
        {
            _outcome.SetResult(Transact(connection));
        }
        catch (Exception e)
        {
            _outcome.SetException(e);
        }
    }

    /// <summary>What the transaction returned or threw.</summary>
    /// <exception cref="StoreUnavailableException">It had not begun after <paramref name="patience"/>, and never will.</exception>
    public async Task<T> OutcomeAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        await ((Task)_outcome.Task).WaitAsync(patience, clock, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_outcome.Task.IsCompleted || !Claim())
            return await _outcome.Task;
        cancellationToken.ThrowIfCancellationRequested();
        throw new StoreUnavailableException($"The database is busy: a write has waited {patience.TotalSeconds:0.###} s for its turn.");
    }

    private T Transact(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        var result = write(connection, transaction);
        transaction.Commit();
        return result;
    }
}
