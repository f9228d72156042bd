namespace Migrations.Storage;

/// <summary>Holds a database file for this process alone, until it is disposed or the process ends, however it ends.</summary>
/// <remarks>
/// The lock is on a file of its own beside the database, and that file stays: SQLite has locks of its own on the database,
/// which closing any other handle to it would drop, and deleting a lock file lets two processes lock two files.
/// </remarks>
internal sealed class DatabaseClaim : IDisposable
{
    private const int HeldOnLinux = 11;
    private const int HeldOnMac = 35;
    private const int HeldOnWindows = unchecked((int)0x80070020);

    private readonly FileStream _lock;

    private DatabaseClaim(FileStream held) => _lock = held;

    /// <exception cref="DatabaseException">Another process holds it, or the folder is missing or not writable.</exception>
    public static DatabaseClaim Take(string path)
    {
        try
        {
            return new DatabaseClaim(
                new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
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

    public void Dispose() => _lock.Dispose();
}
