using Microsoft.Data.Sqlite;

namespace Migrations.Storage.Connections;

/// <summary>One piece of work on its way to the writer's thread.</summary>
/// <remarks>
/// Whoever claims it first decides: the writer begins it, or its caller gives it up. So what a caller has given up is never
/// stored, and what has begun is waited for.
/// </remarks>
internal abstract class QueuedWrite
{
    private bool _claimed;

    /// <summary>Whether it is run although the database is known to be in trouble.</summary>
    public required bool IsCheck { get; init; }

    /// <returns>Whether this is the first claim.</returns>
    public bool Claim() => !Interlocked.Exchange(ref _claimed, true);

    /// <summary>Does the work; the caller does not hear of it yet.</summary>
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
