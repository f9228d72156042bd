using System.Globalization;
using System.Text;

namespace Migrations.Storage.Files;

/// <summary>Holds a database file for this process alone, until it is disposed or the process ends, however it ends.</summary>
/// <remarks>
/// The lock is on a file of its own beside the database, and that file stays: SQLite has locks of its own on the database,
/// which closing any other handle to it would drop, and deleting a lock file lets two processes lock two files.
/// It also remembers the highest id that was given, so that none is given twice when the database is lost.
/// </remarks>
internal sealed class DatabaseClaim : IDisposable
{
    /// <summary>EWOULDBLOCK, as Linux's asm-generic/errno-base.h has it (EAGAIN).</summary>
    private const int HeldOnLinux = 11;

    /// <summary>EWOULDBLOCK, as macOS's sys/errno.h has it.</summary>
    private const int HeldOnMac = 35;

    /// <summary>ERROR_SHARING_VIOLATION of winerror.h, as an HRESULT.</summary>
    private const int HeldOnWindows = unchecked((int)0x80070020);

    private readonly string _path;
    private FileStream _lock;

    private DatabaseClaim(string path) => (_path, _lock) = ($"{path}.lock", Open($"{path}.lock"));

    /// <summary>The highest id of a migration that any database under this name has given; 0 when none is known.</summary>
    public long HighestId { get; private set; }

    /// <exception cref="DatabaseException">Another process holds it, or the folder is missing or not writable.</exception>
    public static DatabaseClaim Take(string path)
    {
        try
        {
            var claim = new DatabaseClaim(path);
            claim.HighestId = claim.ReadHighestId();
            return claim;
        }
        catch (DirectoryNotFoundException e)
        {
            throw new DatabaseException(path, "its folder does not exist", "Create the folder", e);
        }
        catch (IOException e) when (e.HResult is HeldOnLinux or HeldOnMac or HeldOnWindows)
        {
            throw new DatabaseException(path, "another instance of this service uses it",
                "Stop that instance, or set Database:Path to another file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException(
                path, "its folder cannot be written to", "Make the folder writable for the account of this service", e);
        }
    }

    /// <summary>Remembers that an id is about to be given.</summary>
    /// <exception cref="IOException">The write fails.</exception>
    public void Remember(long id)
    {
        if (id <= HighestId)
            return;
        Write(_lock, id);
        HighestId = id;
    }

    /// <summary>Takes the lock anew if its file has been deleted, so that the next start finds what is remembered.</summary>
    public void Renew()
    {
        if (File.Exists(_path))
            return;
        try
        {
            var renewed = Open(_path);
            Write(renewed, HighestId);
            _lock.Dispose();
            _lock = renewed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone too, or another instance was faster: nothing can be remembered here.
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Open(string path) => new(path, PrivateFile.Options(FileMode.OpenOrCreate));

    private static void Write(FileStream file, long id) => RandomAccess.Write(
        file.SafeFileHandle, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}\n")), fileOffset: 0);

    private long ReadHighestId()
    {
        Span<byte> text = stackalloc byte[20];
        var length = RandomAccess.Read(_lock.SafeFileHandle, text, fileOffset: 0);
        return long.TryParse(text[..length].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
    }
}
