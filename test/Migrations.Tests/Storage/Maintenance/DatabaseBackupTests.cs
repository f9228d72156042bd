using System.Runtime.Versioning;
using CsCheck;
using Migrations.Storage.Files;
using Migrations.Storage.Maintenance;
using Migrations.Storage.Stores;

namespace Migrations.Tests.Storage.Maintenance;

[UnsupportedOSPlatform("windows")]
public sealed class DatabaseBackupTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private TemporaryDatabase _database = null!;

    private string Backup => Path.Combine(_database.Folder, "backup.db");

    [SetUp]
    public void CreateFolder() => _database = new TemporaryDatabase();

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public async Task Write_WhileTheDatabaseIsInUse_CopiesAllThatIsCommitted()
    {
        var stored = await _database.Migrations.CommitAsync(Running());

        var summary = DatabaseBackup.Write(_database.Path, Backup);

        Assert.That(summary, Is.EqualTo(DatabaseInspection.Inspect(_database.Path)).And.Property("Migrations").EqualTo(1));
        using var restored = TemporaryDatabase.Open(Backup);
        Assert.That(new MigrationStore(restored).Load().Unfinished, Is.EqualTo(new[] { stored }));
    }

    [Test]
    public void Write_LeavesOnePrivateFile()
    {
        _database.Migrations.Load();

        DatabaseBackup.Write(_database.Path, Backup);

        Assert.That(Directory.GetFiles(_database.Folder, "backup.db*"), Is.EqualTo(new[] { Backup }));
        Assert.That(File.GetUnixFileMode(Backup), Is.EqualTo(Private));
    }

    [Test]
    public async Task Write_OverAnOlderBackup_ReplacesIt()
    {
        _database.Migrations.Load();
        DatabaseBackup.Write(_database.Path, Backup);
        await _database.Migrations.CommitAsync(Running());

        DatabaseBackup.Write(_database.Path, Backup);

        Assert.That(DatabaseInspection.Inspect(Backup).Migrations, Is.EqualTo(1));
    }

    [Test]
    public void Write_OverTheRestOfABackupThatWasKilled_Succeeds()
    {
        _database.Migrations.Load();
        File.WriteAllText($"{Backup}.new", new string('x', 100_000));
        File.SetUnixFileMode($"{Backup}.new", Private | UnixFileMode.OtherRead);

        DatabaseBackup.Write(_database.Path, Backup);

        Assert.That(DatabaseInspection.Inspect(Backup).Migrations, Is.Zero);
        Assert.That(File.GetUnixFileMode(Backup), Is.EqualTo(Private));
    }

    [TestCase("migrations.db")]
    [TestCase("migrations.db-wal")]
    [TestCase("migrations.db-shm")]
    [TestCase("migrations.db.lock")]
    [TestCase("link.db")]
    public void Write_OverTheDatabaseItself_IsRefused(string name)
    {
        _database.Migrations.Load();
        File.CreateSymbolicLink(Path.Combine(_database.Folder, "link.db"), _database.Path);

        var refusal = Assert.Throws<DatabaseException>(() => DatabaseBackup.Write(_database.Path, Path.Combine(_database.Folder, name)));

        Assert.That(refusal!.Message, Does.Contain("would destroy it"));
        Assert.That(DatabaseInspection.Inspect(_database.Path).Migrations, Is.Zero);
    }

    [Test]
    public void Write_ToANameWhoseUnfinishedFileIsTheDatabase_IsRefused()
    {
        var database = Path.Combine(_database.Folder, "migrations.db.new");
        using (TemporaryDatabase.Open(database))
            Assert.Throws<DatabaseException>(() => DatabaseBackup.Write(database, _database.Path));

        Assert.That(DatabaseInspection.Inspect(database).Migrations, Is.Zero);
    }

    [Test]
    public void Write_OverAFileThatIsNoBackup_IsRefused()
    {
        _database.Migrations.Load();
        File.WriteAllText(Backup, "a diary");

        Assert.That(() => DatabaseBackup.Write(_database.Path, Backup),
            Throws.TypeOf<DatabaseException>().With.Message.Contains("it is not a backup of this service"));
        Assert.That(File.ReadAllText(Backup), Is.EqualTo("a diary"));
    }

    [Test]
    public void Write_WhileAnotherWritesTheSame_IsRefused()
    {
        _database.Migrations.Load();
        using (new FileStream($"{Backup}.new", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            Assert.That(() => DatabaseBackup.Write(_database.Path, Backup),
                Throws.TypeOf<DatabaseException>().With.Message.Contains("Wait for the other backup"));

        Assert.That(File.Exists(Backup), Is.False);
    }

    [Test]
    public void Write_OfADamagedDatabase_KeepsTheBackupBefore()
    {
        _database.Migrations.Load();
        DatabaseBackup.Write(_database.Path, Backup);
        var before = File.ReadAllBytes(Backup);
        _database.Damage();

        Assert.That(() => DatabaseBackup.Write(_database.Path, Backup),
            Throws.TypeOf<DatabaseException>().With.Message.Contains($"{_database.Path}: it is damaged"));
        Assert.That(File.ReadAllBytes(Backup), Is.EqualTo(before));
        Assert.That(File.Exists($"{Backup}.new"), Is.False);
    }

    [Test]
    public void Write_OfNoDatabase_IsRefused() =>
        Assert.That(() => DatabaseBackup.Write(_database.Path, Backup),
            Throws.TypeOf<DatabaseException>().With.Message.Contains("there is no such file"));

    [Test]
    public void Write_IntoAMissingFolder_IsRefused()
    {
        _database.Migrations.Load();

        Assert.That(() => DatabaseBackup.Write(_database.Path, Path.Combine(_database.Folder, "nowhere", "backup.db")),
            Throws.TypeOf<DatabaseException>().With.Message.Contains("Create the folder"));
    }

    private static Migration Running() => Stored.Migration.Single() with { Status = MigrationStatus.Running, EndedAt = null };
}
