using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Files;
using Migrations.Storage.Schema;
using SQLitePCL;

namespace Migrations.Storage.Connections;

/// <summary>Checks that the file that SQLite has open is still the one at its path, and makes cheap checks for damage.</summary>
/// <remarks>Without these checks, writes would go on into a deleted file and be lost when the process ends.</remarks>
internal sealed partial class DatabasePresence(string path, DatabaseClaim claim)
{
    /// <summary>sqlite3.h, SQLITE_FCNTL_HAS_MOVED.</summary>
    private const int HasMoved = 20;

    private readonly string _log = $"{path}-wal";

    private readonly string _newReader = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
        DefaultTimeout = 1,
    }.ToString();

    /// <summary>Costs two calls of the file system.</summary>
    /// <exception cref="DatabaseException">The file or its log has been deleted, moved or replaced.</exception>
    public void ThrowIfGone(SqliteConnection connection)
    {
        if (!IsGone(connection))
            return;
        claim.Renew();
        throw DatabaseException.Gone(path);
    }

    /// <summary>Reads the beginning of the file through a new connection.</summary>
    /// <exception cref="DatabaseException">The file belongs to something else.</exception>
    /// <exception cref="SqliteException">It cannot be read.</exception>
    public void ThrowIfDamaged()
    {
        using var connection = new SqliteConnection(_newReader);
        connection.Open();
        if (!SchemaHeader.Read(connection).IsOurs)
            throw DatabaseException.Damaged(path);
    }

    private bool IsGone(SqliteConnection connection) =>
        (sqlite3_file_control(connection.Handle!, null, HasMoved, out var moved) == raw.SQLITE_OK && moved != 0)
        || !File.Exists(_log);

    [LibraryImport("e_sqlite3", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int sqlite3_file_control(sqlite3 database, string? name, int operation, out int result);
}
