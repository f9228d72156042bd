using Microsoft.Data.Sqlite;

namespace Migrations.Storage.Connections;

/// <summary>
/// Lets all requests that wait for the disk at the same time share one transaction, so that a burst of them neither fills the
/// queue of writes nor waits for the disk as often as there are requests.
/// </summary>
/// <remarks>A batch takes requests until its transaction begins. The gate guards which batch that is, and who is in it.</remarks>
/// <param name="write">Writes one request. If its first statement violates a constraint, it fails alone; other failures are those of the whole batch.</param>
internal sealed class SharedTransactions<TRequest, TResult>(
    MigrationsDatabase database, Func<SqliteConnection, SqliteTransaction, TRequest, TResult> write)
{
    private readonly Lock _gate = new();
    private Batch? _open;

    /// <summary>Writes the request in the next transaction.</summary>
    /// <inheritdoc cref="DatabaseWriter.WriteAsync" path="/exception"/>
    /// <exception cref="OperationCanceledException">The caller has given up before the transaction began; nothing has been stored for it.</exception>
    public async Task<TResult> WriteAsync(TRequest request, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(request);
        Batch batch;
        bool isFirst;
        lock (_gate)
        {
            isFirst = _open is null;
            batch = _open ??= new Batch();
            batch.Members.Add(waiting);
        }
        if (isFirst)
            _ = RunAsync(batch);
        await using var registration = cancellationToken.UnsafeRegister(_ => Withdraw(batch, waiting, cancellationToken), null);
        return await waiting.Outcome.Task;
    }

    private async Task RunAsync(Batch batch)
    {
        try
        {
            await database.WriteAsync((connection, transaction) =>
            {
                Close(batch);
                foreach (var member in batch.Members)
                    Write(connection, transaction, member);
                return true;
            }, batch.Abandoned.Token);
            foreach (var member in batch.Members)
                member.Complete();
        }
        catch (Exception e)
        {
            Close(batch);
            foreach (var member in batch.Members)
                member.Outcome.TrySetException(e);
        }
    }

    /// <remarks>A statement that violates a constraint changes nothing, and leaves the transaction as it was.</remarks>
    private void Write(SqliteConnection connection, SqliteTransaction transaction, Waiting member)
    {
        try
        {
            member.Result = write(connection, transaction, member.Request);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            member.Violation = e;
        }
    }

    /// <summary>From here on nobody joins the batch or leaves it.</summary>
    private void Close(Batch batch)
    {
        lock (_gate)
            if (_open == batch)
                _open = null;
    }

    private void Withdraw(Batch batch, Waiting waiting, CancellationToken cancellationToken)
    {
        bool isLast;
        lock (_gate)
        {
            if (_open != batch || !batch.Members.Remove(waiting))
                return;
            isLast = batch.Members.Count == 0;
            if (isLast)
                _open = null;
        }
        waiting.Outcome.TrySetCanceled(cancellationToken);
        if (isLast)
            batch.Abandoned.Cancel();
    }

    private sealed class Batch
    {
        public List<Waiting> Members { get; } = [];

        /// <summary>Takes the transaction back when all have given up before it began. It has no timer, so nothing is to be disposed.</summary>
        public CancellationTokenSource Abandoned { get; } = new();
    }

    /// <summary>A request, and whoever waits for it.</summary>
    private sealed class Waiting(TRequest request)
    {
        public TRequest Request => request;

        public TaskCompletionSource<TResult> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TResult? Result { get; set; }

        public SqliteException? Violation { get; set; }

        /// <summary>The transaction is stored.</summary>
        public void Complete()
        {
            if (Violation is not null)
                Outcome.SetException(Violation);
            else
                Outcome.SetResult(Result!);
        }
    }
}
