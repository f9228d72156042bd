using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Schema;

namespace Migrations.Storage;

/// <summary>The one connection that writes; its callers take turns.</summary>
internal sealed class DatabaseWriter : IDisposable
{
    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;

    private DatabaseWriter(SqliteConnection connection) => _connection = connection;

    /// <exception cref="DatabaseException">The file is not, and cannot become, a database of this service.</exception>
    /// <exception cref="SqliteException">SQLite cannot use the file.</exception>
    public static DatabaseWriter Open(string path, SchemaUpgrader upgrader)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            upgrader.CheckOrigin(connection, path);
            DatabaseFile.CheckLength(path, connection.QuerySingle<long>(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"));
            Configure(connection, path);
            upgrader.Upgrade(connection, path);
            return new DatabaseWriter(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs one transaction; what is thrown undoes it.</summary>
    public T Write<T>(Func<SqliteConnection, SqliteTransaction, T> write)
    {
        lock (_turn)
        {
            using var transaction = _connection.BeginTransaction();
            var result = write(_connection, transaction);
            transaction.Commit();
            return result;
        }
    }

    public void Dispose()
    {
        lock (_turn)
            _connection.Dispose();
    }

    /// <remarks>
    /// FULL, not NORMAL: NORMAL survives the end of the process, but a power loss could take back an accepted command or
    /// an id that a client has seen. It costs one sync per commit, and there are about two commits a second.
    /// </remarks>
    private static void Configure(SqliteConnection connection, string path)
    {
        connection.Execute("PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
        if (connection.QuerySingle<string>("PRAGMA journal_mode = WAL") != "wal")
            throw new DatabaseException(path, "its file system has no shared memory for a write-ahead log",
                "Set Database:Path to a file on a local disk");
    }
}
