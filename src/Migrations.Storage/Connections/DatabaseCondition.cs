using Microsoft.Extensions.Logging;
using Migrations.Storage.Files;

namespace Migrations.Storage.Connections;

/// <summary>What keeps the database from being used, if anything does; says its loss and its return once each.</summary>
/// <remarks>
/// While it is in trouble writes are refused without being tried, and so wait for nothing; checks find out when to try again.
/// Only the writer's thread notes what passes; damage, which any reader may find, stays until the restart.
/// </remarks>
internal sealed partial class DatabaseCondition(string path, StoreHealth health, ILogger logger)
{
    private volatile DatabaseException? _trouble;
    private volatile DatabaseException? _damage;

    /// <summary>Whether the last attempt has failed, and the next one may succeed.</summary>
    public bool MayPass => _damage is null && _trouble is not null;

    /// <exception cref="StoreUnavailableException">The last attempt has failed, or the file is damaged.</exception>
    public void ThrowIfTroubled()
    {
        if ((_damage ?? _trouble) is { } known)
            throw new StoreUnavailableException(known.Message, known);
    }

    /// <exception cref="StoreUnavailableException">The file is damaged, or no longer there.</exception>
    public void ThrowIfUnreadable()
    {
        if ((_damage ?? _trouble) is { IsUnreadable: true } known)
            throw new StoreUnavailableException(known.Message, known);
    }

    /// <summary>Lets writes be tried again; whether the trouble is over is for them to say.</summary>
    /// <remarks>On a full disk little may go where more does not: the log would tell of a return and a loss every second.</remarks>
    public void TryAgain() => _trouble = null;

    /// <summary>Notes that the writer was able to do its work.</summary>
    public void Worked()
    {
        _trouble = null;
        if (_damage is null && health.Found())
            LogBack(path);
    }

    /// <summary>Notes what the writer has failed with.</summary>
    /// <returns>What to tell the caller.</returns>
    public Exception Failed(Exception exception)
    {
        if (DatabaseException.Explain(path, exception) is not { } explained)
            return exception;
        _trouble = explained;
        return Note(explained);
    }

    /// <summary>Notes what a reader has failed with; of that, only damage is of interest to others.</summary>
    /// <returns>What to tell the caller.</returns>
    public Exception FailedToRead(Exception exception) => DatabaseException.Explain(path, exception) switch
    {
        { IsDamage: true } damaged => Note(damaged),
        var other => other ?? exception,
    };

    /// <summary>Notes that a write goes on and on; when it ends, <see cref="Worked"/> or <see cref="Failed"/> takes that back.</summary>
    public void Slow(TimeSpan patience) =>
        Lost($"The database {path} has not finished a write in {patience.TotalSeconds} s. Check the disk.");

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
        "Nothing can be stored; commands are refused, and what is shown is what was last stored. {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(EventIds.StoreBack, LogLevel.Information, "Database {Path} can be written to again")]
    private partial void LogBack(string path);
}
