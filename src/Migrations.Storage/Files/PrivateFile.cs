using Microsoft.Extensions.Logging;

namespace Migrations.Storage.Files;

/// <summary>Files that only the account of this service may use: they name users, projects and hosts.</summary>
internal static partial class PrivateFile
{
    private const UnixFileMode Account = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

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

    /// <summary>Takes a file from other accounts; older versions left modes to the umask.</summary>
    public static void Restrict(string path, ILogger logger)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
            return;
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~Account) == 0)
                return;
            File.SetUnixFileMode(path, mode & Account);
            LogRestricted(logger, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogOpen(logger, path, e.Message);
        }
    }

    [LoggerMessage(EventIds.FileRestricted, LogLevel.Information,
        "{Path} was open to other accounts; now only the account of this service can use it")]
    private static partial void LogRestricted(ILogger logger, string path);

    [LoggerMessage(EventIds.FileOpenToOthers, LogLevel.Warning,
        "{Path} is open to other accounts, and this cannot be changed. Take it from them with chmod 600. {Reason}")]
    private static partial void LogOpen(ILogger logger, string path, string reason);
}
