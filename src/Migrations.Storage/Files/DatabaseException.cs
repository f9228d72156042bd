using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Migrations.Storage.Files;

/// <summary>The database file cannot be used; the message is one line for an operator, with the file and a remedy.</summary>
public sealed class DatabaseException : StoreUnavailableException
{
    /// <summary>ENFILE and EMFILE, as asm-generic/errno-base.h has them: the machine, or this process, has too many files open.</summary>
    private const int MachineHasTooMany = 23, ProcessHasTooMany = 24;

    internal DatabaseException(string path, string problem, string remedy, Exception? inner = null)
        : base($"Cannot use the database {path}: {problem}. {remedy}.", inner)
    {
    }

    /// <summary>Whether the content of the file is damaged. This does not pass by itself.</summary>
    internal bool IsDamage { get; private init; }

    /// <summary>Whether the file cannot be read either.</summary>
    internal bool IsUnreadable { get; private init; }

    /// <param name="fault">The damage, if an inspection has found it.</param>
    internal static DatabaseException Damaged(string path, Exception? inner = null, string? fault = null) => new(path,
        fault is null ? "it is damaged" : $"it is damaged ({fault})",
        "Stop this service, and restore it from a backup, or move it away with its -wal and -shm files to begin with an empty one",
        inner)
    {
        IsDamage = true,
        IsUnreadable = true,
    };

    /// <summary>The file was deleted, moved or replaced after it was opened.</summary>
    internal static DatabaseException Gone(string path) => new(path,
        "it or its -wal file was deleted, moved or replaced while this service used it",
        "Put back what was there if you can, and restart this service")
    {
        IsUnreadable = true,
    };

    /// <summary>Null when the statement caused the failure, not the file.</summary>
    internal static DatabaseException? Explain(string path, Exception failure) => failure switch
    {
        DatabaseException explained => explained,
        SqliteException sqlite => Explain(path, sqlite),
        IOException { HResult: MachineHasTooMany or ProcessHasTooMany } => TooManyFiles(path, failure),
        IOException or UnauthorizedAccessException => new(path, "reading or writing beside it failed", "Check the disk", failure),
        _ => null,
    };

    /// <inheritdoc cref="Explain(string, Exception)"/>
    internal static DatabaseException? ExplainReading(string path, SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLITE_READONLY or SQLITE_PERM or SQLITE_CANTOPEN => new(path, "it cannot be opened for reading",
            "Run this command as root or as the account of the service", failure),
        _ => Explain(path, failure),
    };

    private static DatabaseException? Explain(string path, SqliteException failure) => failure.SqliteErrorCode switch
    {
        SQLITE_NOTADB => new(path, "it is not an SQLite database", "Set Database:Path to another file", failure)
        {
            IsDamage = true,
            IsUnreadable = true,
        },
        SQLITE_CORRUPT => Damaged(path, failure),
        SQLITE_CANTOPEN when HasTooManyFiles(path) => TooManyFiles(path, failure),
        SQLITE_READONLY or SQLITE_PERM or SQLITE_CANTOPEN => new(path, "it cannot be opened for writing",
            "Make the file, its -wal and -shm files and their folder writable for the account of this service", failure),
        SQLITE_NOMEM => new(path, "there is no memory left", "Give this service more memory", failure),
        SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL => new(path, "another program has locked it", "Close that program", failure),
        SQLITE_FULL => new(path, "the disk is full", "Make room on the disk", failure),
        SQLITE_IOERR => new(path, "reading or writing it failed",
            "Check the disk; a network file system is not suitable", failure),
        _ => null,
    };

    private static DatabaseException TooManyFiles(string path, Exception failure) => new(path,
        "no more files can be opened", "Raise the limit of open files of this process (LimitNOFILE), or find out who opens so many", failure);

    /// <summary>SQLite does not tell why a file cannot be opened, so this tries it.</summary>
    private static bool HasTooManyFiles(string path)
    {
        try
        {
            File.OpenHandle(path).Dispose();
            return false;
        }
        catch (IOException e)
        {
            return e.HResult is MachineHasTooMany or ProcessHasTooMany;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
