using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Migrations.Storage;

/// <summary>The database file cannot be used; the message is one line for an operator, with the file and a remedy.</summary>
public sealed class DatabaseException : StoreUnavailableException
{
    internal DatabaseException(string path, string problem, string remedy, Exception? inner = null)
        : base($"Cannot use the database {path}: {problem}. {remedy}.", inner)
    {
    }

    internal static DatabaseException Damaged(string path, Exception? inner = null) => new(path, "it is damaged",
        "Restore it from a backup, or move it away with its -wal and -shm files to begin with an empty one", inner);

    /// <summary>Null when the failure is not about the file, but about what was asked of it.</summary>
    internal static DatabaseException? Explain(string path, SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLITE_NOTADB => new(path, "it is not an SQLite database", "Set Database:Path to another file", failure),
        SQLITE_CORRUPT => Damaged(path, failure),
        SQLITE_READONLY or SQLITE_PERM or SQLITE_CANTOPEN => new(path, "it cannot be opened for writing",
            "Make the file, its -wal and -shm files and their folder writable for the account of this service", failure),
        SQLITE_BUSY or SQLITE_LOCKED => new(path, "another program has locked it", "Close that program", failure),
        SQLITE_FULL => new(path, "the disk is full", "Make room on the disk", failure),
        SQLITE_IOERR => new(path, "reading or writing it failed",
            "Check the disk; a network file system is not suitable", failure),
        _ => null,
    };
}
