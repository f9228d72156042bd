using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Storage.Files;
using Migrations.Storage.Schema;

namespace Migrations.Storage.Maintenance;

/// <summary>Looks through a whole database without changing it, also while the service uses it.</summary>
public static class DatabaseInspection
{
    /// <summary>Seconds to wait for another program's lock.</summary>
    private const int BusyWait = 5;

    /// <summary>Reads every page and every reference.</summary>
    /// <exception cref="DatabaseException">The file is missing, foreign, damaged or of a newer version; the message is one line.</exception>
    public static DatabaseSummary Inspect(string path) => Read(path, connection => Inspect(connection, path));

    internal static DatabaseSummary Inspect(SqliteConnection connection, string path)
    {
        new SchemaUpgrader(SchemaScript.All, NullLogger.Instance).CheckOrigin(connection, path);
        if (!SchemaHeader.Read(connection).IsOurs)
            throw new DatabaseException(path, "it is empty", "Name the file of a database");
        // One transaction, so that all parts tell of the same moment.
        using var transaction = connection.BeginTransaction(deferred: true);
        if (connection.QueryFirst<string>("PRAGMA integrity_check(1)", transaction: transaction) is not "ok" and var fault)
            throw DatabaseException.Damaged(path, fault: fault.ReplaceLineEndings(" "));
        if (connection.QuerySingle<long>("SELECT count(*) FROM pragma_foreign_key_check", transaction: transaction) is > 0 and var strays)
            throw DatabaseException.Damaged(path, fault: $"{strays} commands or events belong to no migration");
        return DatabaseSummary.Read(connection, transaction);
    }

    /// <exception cref="DatabaseException">The file cannot be read.</exception>
    internal static T Read<T>(string path, Func<SqliteConnection, T> read)
    {
        if (!File.Exists(path))
            throw new DatabaseException(path, Directory.Exists(path) ? "it is a folder" : "there is no such file", "Name the file of a database");
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = BusyWait,
        }.ToString());
        try
        {
            connection.Open();
            return read(connection);
        }
        catch (SqliteException e) when (DatabaseException.ExplainReading(path, e) is { } explained)
        {
            throw explained;
        }
    }
}
