using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Migrations.Storage.Files;
using SQLitePCL;

namespace Migrations.Storage.Connections;

/// <summary>Whether the database can be used, and why not. Logs each loss and each return once.</summary>
/// <remarks>
/// After a failure, writes are refused without an attempt, so they do not wait; checks find out when to try again.
/// Only the writer's thread records failures that may pass. Damage, which any reader may find, lasts until the restart.
/// </remarks>
internal sealed partial class DatabaseCondition(string path, StoreHealth health, ILogger logger)
{
    private volatile DatabaseException? _trouble;
    private volatile DatabaseException? _damage;
    private volatile StoreUnavailableException? _hanging;

    /// <summary>Whether the last attempt has failed, and the next one may succeed.</summary>
    public bool MayPass => _damage is null && _trouble is not null;

    /// <exception cref="StoreUnavailableException">The last attempt has failed, or the file is damaged.</exception>
    public void ThrowIfTroubled()
    {
        if ((_damage ?? _trouble) is { } known)
            throw new StoreUnavailableException(known.Message, known);
    }

    /// <exception cref="StoreUnavailableException">The file is damaged, or no longer there, or its disk hangs.</exception>
    /// <remarks>Readers would hang with the writer, and each would keep a thread.</remarks>
    public void ThrowIfUnreadable()
    {
        if ((_damage ?? _trouble) is { IsUnreadable: true } known)
            throw new StoreUnavailableException(known.Message, known);
        if (_hanging is { } hanging)
            throw new StoreUnavailableException(hanging.Message, hanging);
    }

    /// <summary>Allows writes again. Their success shows whether the database works.</summary>
    /// <remarks>On a full disk a small write may succeed where a larger one fails. If the trial counted, the log would report a return and a loss every second.</remarks>
    public void TryAgain() => _trouble = null;

    /// <summary>Records that the writer has succeeded.</summary>
    public void Worked()
    {
        _trouble = null;
        _hanging = null;
        if (_damage is null && health.Found())
            LogBack(path);
    }

    /// <summary>Records a failure of the writer.</summary>
    /// <returns>What to tell the caller.</returns>
    public Exception Failed(Exception exception)
    {
        _hanging = null;
        if (Explain(exception) is not { } explained)
            return exception;
        _trouble = explained;
        return Note(explained);
    }

    /// <summary>Records a failure of a reader. Only damage concerns other callers.</summary>
    /// <returns>What to tell the caller.</returns>
    public Exception FailedToRead(Exception exception) => Explain(exception) switch
    {
        { IsDamage: true } damaged => Note(damaged),
        var other => other ?? exception,
    };

    /// <summary>Records that a write takes too long; when it ends, <see cref="Worked"/> or <see cref="Failed"/> corrects this.</summary>
    public void Slow(TimeSpan patience)
    {
        var hanging = new StoreUnavailableException($"The database {path} has not finished a write in {patience.TotalSeconds} s. Check the disk.");
        _hanging = hanging;
        Lost(hanging.Message);
    }

    /// <remarks>It was a database when this service opened it.</remarks>
    private DatabaseException? Explain(Exception failure) =>
        failure is SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB } ? DatabaseException.Damaged(path, failure) : DatabaseException.Explain(path, failure);

    private DatabaseException Note(DatabaseException explained)
    {
        if (explained.IsDamage)
            _damage = explained;
        Lost(explained.Message);
        return explained;
    }

    private void Lost(string reason)
    {
        if (health.Lost(reason))
            LogLost(reason);
    }

    [LoggerMessage(EventIds.StoreLost, LogLevel.Error,
        "Nothing can be stored; commands are refused, and answers show what was last stored. {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(EventIds.StoreBack, LogLevel.Information, "Database {Path} can be written to again")]
    private partial void LogBack(string path);
}
