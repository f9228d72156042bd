using System.Runtime.Versioning;
using CsCheck;
using Migrations.Storage.Connections;
using Migrations.Storage.Files;
using Migrations.Storage.Stores;

namespace Migrations.Tests.Storage.Files;

[UnsupportedOSPlatform("windows")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PrivateFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly string[] Files = ["migrations.db", "migrations.db-wal", "migrations.db-shm", "migrations.db.lock"];

    private readonly TemporaryDatabase _database = new();
    private readonly LogLines<MigrationsDatabase> _log = new();

    public void Dispose() => _database.Dispose();

    [Test]
    public async Task Files_OfANewDatabase_AreReadableByItsAccountOnly()
    {
        await _database.Migrations.CommitAsync(Stored.Migration.Single());

        Assert.That(Modes(), Is.EquivalentTo(Files.Select(name => (name, Owner))));
    }

    [Test]
    public async Task Files_ThatOthersCanRead_AreTakenFromThemAtTheNextStartAndTheLogSaysSo()
    {
        var stored = await _database.Migrations.CommitAsync(Stored.Migration.Single());
        LeaveBehindAsAnOldVersion();

        using var database = _database.Open(_log);

        Assert.That(Modes(), Is.EquivalentTo(Files.Select(name => (name, Owner))));
        Assert.That(new MigrationStore(database).Find(stored.ServerUuid, stored.Id), Is.EqualTo(stored));
        Assert.That(_log.Lines, Is.EqualTo(Files.Select(name =>
            $"Information: {Path.Combine(_database.Folder, name)} was open to other accounts; now only the account of this service can use it")));
    }

    [Test]
    public void Files_OfThisAccountOnly_AreNotSpokenOf()
    {
        _database.Open().Dispose();

        _database.Open(_log).Dispose();

        Assert.That(_log.Lines, Is.Empty);
    }

    [Test, Platform("Linux")]
    public void File_WhoseModeCannotBeChanged_IsWarnedOfInOneLine()
    {
        PrivateFile.Restrict("/proc/self/status", _log);

        Assert.That(_log.Lines.Single(), Does.StartWith("Warning: /proc/self/status is open to other accounts").And.Not.Contains("\n"));
    }

    /// <summary>As after a kill of a version that left modes to the umask: log and shared memory stay.</summary>
    private void LeaveBehindAsAnOldVersion()
    {
        var logs = Files[1..3].Select(name => Path.Combine(_database.Folder, name)).ToDictionary(path => path, File.ReadAllBytes);
        _database.Close();
        foreach (var (path, bytes) in logs)
            File.WriteAllBytes(path, bytes);
        foreach (var path in Directory.GetFiles(_database.Folder))
            File.SetUnixFileMode(path, Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    private IEnumerable<(string, UnixFileMode)> Modes() =>
        Directory.GetFiles(_database.Folder).Select(file => (Path.GetFileName(file), File.GetUnixFileMode(file)));
}
