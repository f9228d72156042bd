using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Files;
using Migrations.Storage.Schema;

namespace Migrations.Storage.Connections;

/// <summary>Opens the one connection that writes.</summary>
internal static class WritingConnection
{
    /// <summary>How long SQLite waits for another program's lock.</summary>
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(2);

    /// <exception cref="DatabaseException">The file is not, and cannot become, a database of this service.</exception>
    /// <exception cref="SqliteException">SQLite cannot use the file.</exception>
    public static SqliteConnection Open(string path, SchemaUpgrader upgrader)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            // Seconds. The provider retries for this long. As this is shorter than SQLite's own wait, it adds nothing.
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            upgrader.CheckOrigin(connection, path);
            DatabaseFile.CheckLength(path, connection.QuerySingle<long>(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"));
            Configure(connection, path);
            upgrader.Upgrade(connection, path);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <remarks>
    /// FULL, not NORMAL: NORMAL survives the end of the process, but a power loss could take back an accepted command or
    /// an id that a client has seen. It costs one sync per commit, and there are about two commits a second.
    /// </remarks>
    private static void Configure(SqliteConnection connection, string path)
    {
        connection.Execute(string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA busy_timeout = {BusyWait.TotalMilliseconds}; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL"));
        if (connection.QuerySingle<string>("PRAGMA journal_mode = WAL") != "wal")
            throw new DatabaseException(path, "its file system has no shared memory for a write-ahead log",
                "Set Database:Path to a file on a local disk");
    }
}
