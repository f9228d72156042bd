namespace Migrations.Storage;

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
