namespace Migrations.Storage.Files;

/// <summary>What can be told about a database file without SQLite.</summary>
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
            throw new DatabaseException(path, $"it is empty or missing, but not its log {file.Name}-wal",
                "Put the file back, or move the log away to begin with an empty database");
    }

    /// <summary>Finds what SQLite overlooks: a file that ends within its last page.</summary>
    /// <exception cref="DatabaseException">The file is shorter than its pages, and no log makes up for it.</exception>
    public static void CheckLength(string path, long pagesBytes)
    {
        if (!HasLog(path) && new FileInfo(path).Length < pagesBytes)
            throw DatabaseException.Damaged(path);
    }

    private static bool HasLog(string path) => new FileInfo($"{path}-wal") is { Exists: true, Length: > 0 };
}

/// <summary>Files that only the account of this service may read: they name users, projects and hosts.</summary>
internal static class PrivateFile
{
    /// <summary>Makes an empty file, unless there is one; SQLite gives its -wal and -shm files the same mode.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Create(string path)
    {
        if (!File.Exists(path))
            new FileStream(path, Options(FileMode.OpenOrCreate)).Dispose();
    }

    /// <summary>Opens for this process alone; a file that is made is private, whatever the umask.</summary>
    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
