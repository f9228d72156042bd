using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Migrations.Storage.Files;
using Migrations.Storage.Schema;

namespace Migrations.Storage.Connections;

/// <summary>The SQLite file of this service: one thread that writes, and readers that are never blocked.</summary>
public sealed partial class MigrationsDatabase : IDisposable
{
    private readonly DatabaseCondition _condition;
    private readonly DatabaseWriter _writer;
    private readonly string _readers;

    private MigrationsDatabase(
        string path, DatabaseClaim claim, SqliteConnection connection, DatabaseCondition condition, TimeProvider clock)
    {
        (Claim, _condition) = (claim, condition);
        _writer = new DatabaseWriter(connection, new DatabasePresence(path, claim), condition, clock);
        _readers = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            // Seconds. A reader waits only while another program has locked the whole file.
            DefaultTimeout = 1,
        }.ToString();
    }

    internal DatabaseClaim Claim { get; }

    /// <inheritdoc cref="IEventLog.Appended"/>
    internal event Action? EventsAppended;

    /// <summary>Opens the file for this process alone, creates it when missing, and upgrades its schema.</summary>
    /// <exception cref="DatabaseException">The file cannot be used; it has been left as it was.</exception>
    public static MigrationsDatabase Open(
        DatabaseOptions options, StoreHealth health, TimeProvider clock, ILogger<MigrationsDatabase> logger)
    {
        var path = DatabaseFile.Resolve(options.Path);
        var claim = DatabaseClaim.Take(path);
        try
        {
            DatabaseFile.Check(path);
            var connection = OpenWriter(path, claim, logger);
            return new MigrationsDatabase(path, claim, connection, new DatabaseCondition(path, health, logger), clock);
        }
        catch (Exception e)
        {
            claim.Dispose();
            if (DatabaseException.Explain(path, e) is { } explained && explained != e)
                throw explained;
            throw;
        }
    }

    public void Dispose()
    {
        using (var reader = new SqliteConnection(_readers))
            SqliteConnection.ClearPool(reader);
        _writer.Dispose();
        Claim.Dispose();
    }

    /// <summary>For answers from what was read before.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be used any more.</exception>
    internal void ThrowIfUnreadable() => _condition.ThrowIfUnreadable();

    /// <summary>Reads what is committed, on a connection of its own.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be used any more.</exception>
    internal T Read<T>(Func<SqliteConnection, T> read)
    {
        ThrowIfUnreadable();
        try
        {
            using var connection = new SqliteConnection(_readers);
            connection.Open();
            return read(connection);
        }
        catch (SqliteException e) when (_condition.FailedToRead(e) is StoreUnavailableException explained)
        {
            throw explained;
        }
    }

    /// <summary>Reads as <see cref="Read"/> does, for several statements that must agree: they all see the same moment, whatever is committed meanwhile.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be used any more.</exception>
    internal T ReadAtOnce<T>(Func<SqliteConnection, SqliteTransaction, T> read) => Read(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        return read(connection, transaction);
    });

    /// <summary>Runs one transaction on the writer's thread; an exception rolls it back.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be written to, or is too busy. Nothing has been stored, and nothing will be.</exception>
    internal Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> write, CancellationToken cancellationToken) =>
        _writer.WriteAsync(write, cancellationToken);

    /// <summary>Says that a transaction with events has been committed.</summary>
    internal void TellOfEvents() => EventsAppended?.Invoke();

    /// <inheritdoc cref="IMigrationStore.CheckAsync"/>
    internal Task CheckAsync(CancellationToken cancellationToken) => _writer.CheckAsync(cancellationToken);

    private static SqliteConnection OpenWriter(string path, DatabaseClaim claim, ILogger<MigrationsDatabase> logger)
    {
        PrivateFile.Create(path);
        foreach (var file in (string[])[path, $"{path}-wal", $"{path}-shm", $"{path}.lock"])
            PrivateFile.Restrict(file, logger);
        var connection = WritingConnection.Open(path, new SchemaUpgrader(SchemaScript.All, logger));
        try
        {
            var known = MigrationIds.Highest(connection);
            if (known < claim.HighestId)
            {
                MigrationIds.GoOnAfter(connection, claim.HighestId);
                LogForgotten(logger, path, claim.HighestId, known);
            }
            claim.Remember(known);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    [LoggerMessage(EventIds.MigrationsForgotten, LogLevel.Warning,
        "Database {Path}: migrations up to id {Given} were stored before, but the file has them only up to id {Known}: it is new, or an "
        + "older copy. The missing migrations and their commands are lost; new ids begin after {Given}. To get them back, stop this "
        + "service and restore the newest file")]
    private static partial void LogForgotten(ILogger logger, string path, long given, long known);
}
