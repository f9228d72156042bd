namespace Migrations.Storage.Files;

/// <summary>Checks of a database file that need no SQLite.</summary>
internal static class DatabaseFile
{
    /// <summary>The full path of the file itself, so that two names of one file are one database.</summary>
    public static string Resolve(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target
            ? target.FullName
            : Path.GetFullPath(path);

    /// <exception cref="DatabaseException">Opening the file would fail, or would throw away what is in its log.</exception>
    public static void Check(string path)
    {
        var file = new FileInfo(path);
        if (Directory.Exists(path))
            throw new DatabaseException(path, "it is a folder", "Set Database:Path to a file");
        if (file.Exists && file.IsReadOnly)
            throw new DatabaseException(path, "it is read-only", "Make it writable for the account of this service");

        // SQLite deletes the log of an empty database without looking into it.
        if (file is not { Exists: true, Length: > 0 } && HasLog(path))
            throw new DatabaseException(path, $"it is empty or missing, but its log {file.Name}-wal is not empty",
                "Put the file back, or move the log away to begin with an empty database");
    }

    /// <summary>Finds what SQLite overlooks: a file that ends within its last page.</summary>
    /// <exception cref="DatabaseException">The file is shorter than its pages, and no log has the rest.</exception>
    public static void CheckLength(string path, long pagesBytes)
    {
        if (!HasLog(path) && new FileInfo(path).Length < pagesBytes)
            throw DatabaseException.Damaged(path);
    }

    private static bool HasLog(string path) => new FileInfo($"{path}-wal") is { Exists: true, Length: > 0 };
}
