using Microsoft.Data.Sqlite;
using Migrations.Storage.Files;
using Migrations.Storage.Schema;

namespace Migrations.Storage.Maintenance;

/// <summary>Copies a database while the service goes on using it.</summary>
/// <remarks>
/// The copy is a snapshot of the database, in one file without a log. It gets its name when it is complete and on the disk,
/// so that a failed backup leaves the previous one unchanged.
/// </remarks>
public static class DatabaseBackup
{
    private const string Unfinished = ".new";
    private static readonly string[] Companions = ["", "-wal", "-shm", ".lock"];

    /// <returns>What is in the copy.</returns>
    /// <exception cref="DatabaseException">There is no new copy; the message is one line.</exception>
    public static DatabaseSummary Write(string database, string target)
    {
        var source = DatabaseFile.Resolve(database);
        var file = DatabaseFile.Resolve(target);
        CheckTarget(source, file);
        return DatabaseInspection.Read(source, from => Write(from, source, file));
    }

    private static void CheckTarget(string database, string file)
    {
        if (Companions.Any(companion => file == database + companion || file + Unfinished == database + companion))
            throw new DatabaseException(database, $"a backup named {file} would destroy it", "Choose another name for the backup");
        if (Directory.Exists(file))
            throw new DatabaseException(file, "it is a folder", "Name a file for the backup");
        if (File.Exists(file) && !IsBackup(file))
            throw new DatabaseException(file, "it is not a backup of this service", "Choose another name for the backup");
    }

    private static bool IsBackup(string file)
    {
        try
        {
            return DatabaseInspection.Read(file, connection => SchemaHeader.Read(connection).IsOurs);
        }
        catch (DatabaseException)
        {
            return false;
        }
    }

    private static DatabaseSummary Write(SqliteConnection from, string source, string file)
    {
        var unfinished = file + Unfinished;
        // Held until the end, so that of two backups to one name the second fails. SQLite has closed the file by then:
        // its own locks go when any handle to the file is closed.
        using var handle = Take(unfinished);
        try
        {
            RandomAccess.SetLength(handle.SafeFileHandle, 0);
            var summary = Copy(from, source, unfinished);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(handle.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            RandomAccess.FlushToDisk(handle.SafeFileHandle);
            File.Move(unfinished, file, overwrite: true);
            return summary;
        }
        catch (Exception e)
        {
            File.Delete(unfinished);
            if (DatabaseException.Explain(unfinished, e) is { } explained && explained != e)
                throw explained;
            throw;
        }
    }

    private static FileStream Take(string unfinished)
    {
        try
        {
            return new FileStream(unfinished, PrivateFile.Options(FileMode.OpenOrCreate));
        }
        catch (DirectoryNotFoundException e)
        {
            throw new DatabaseException(unfinished, "its folder does not exist", "Create the folder", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException(unfinished, e.Message.TrimEnd('.'), "Wait for the other backup, or make the folder writable for this account", e);
        }
    }

    private static DatabaseSummary Copy(SqliteConnection from, string source, string unfinished)
    {
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false }.ToString());
        copy.Open();
        try
        {
            from.BackupDatabase(copy);
        }
        catch (SqliteException e) when (DatabaseException.Explain(source, e) is { IsDamage: true } damaged)
        {
            throw damaged;
        }
        // The header of the copy asks for a write-ahead log, as the original's does; a backup is one file.
        using var oneFile = copy.CreateCommand();
        oneFile.CommandText = "PRAGMA journal_mode = DELETE";
        oneFile.ExecuteNonQuery();
        return DatabaseInspection.Inspect(copy, source);
    }
}
