using Migrations.Storage.Files;

namespace Migrations.Tests.Storage.Connections;

public sealed class DatabaseRefusalTests
{
    private TemporaryDatabase _database = null!;

    [SetUp]
    public void CreateFolder() => _database = new TemporaryDatabase();

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public void Open_NewerSchema_NamesBothVersions()
    {
        Create();
        _database.Execute("PRAGMA user_version = 99");

        Assert.That(Refusal(), Does.Contain("newer version").And.Contain("99").And.Contain("Run that version"));
    }

    [Test]
    public void Open_NotADatabase_IsRefused()
    {
        File.WriteAllText(_database.Path, string.Concat(Enumerable.Repeat("a diary, not a database\n", 500)));

        Assert.That(Refusal(), Does.Contain("not an SQLite database").And.Contain("Database:Path"));
    }

    [TestCase("CREATE TABLE notes (text TEXT)")]
    [TestCase("PRAGMA application_id = 7")]
    [TestCase("PRAGMA user_version = 1")]
    [TestCase("PRAGMA application_id = 0x4D494752; CREATE TABLE notes (text TEXT)")]
    public void Open_DatabaseOfAnotherApplication_IsRefused(string sql)
    {
        _database.Execute(sql);

        Assert.That(Refusal(), Does.Contain("another application").And.Contain("Database:Path"));
    }

    [Test]
    public void Open_TruncatedFile_IsRefused([Values(1, 50, 99)] int percent)
    {
        Create();
        using (var file = File.OpenWrite(_database.Path))
            file.SetLength(file.Length * percent / 100);

        Assert.That(Refusal(), Does.Contain("damaged").And.Contain("backup").Or.Contain("not an SQLite database"));
    }

    [Test]
    public void Open_OverwrittenSchema_IsRefused()
    {
        Create();
        Overwrite(from: 100);

        Assert.That(Refusal(), Does.Contain("damaged").And.Contain("backup"));
    }

    [Test]
    public void Load_OverwrittenRows_IsRefused()
    {
        Create();
        Overwrite(from: (long)_database.Execute("PRAGMA page_size").Single() * SchemaPages());

        var refusal = Assert.Throws<DatabaseException>(() => _database.Migrations.Load());
        Assert.That(refusal!.Message, Does.Contain(_database.Path).And.Contain("damaged").And.Contain("backup"));
    }

    [Test]
    public void Open_MissingFolder_IsRefused()
    {
        var path = Path.Combine(_database.Folder, "missing", "migrations.db");

        var refusal = Assert.Throws<DatabaseException>(() => TemporaryDatabase.Open(path));
        Assert.That(refusal!.Message, Does.Contain(path).And.Contain("folder does not exist").And.Contain("Create"));
    }

    [Test]
    [Platform("Linux")]
    public void Open_FolderThatNobodyCanWriteTo_IsRefused()
    {
        var refusal = Assert.Throws<DatabaseException>(() => TemporaryDatabase.Open("/proc/migrations.db"));
        Assert.That(refusal!.Message, Does.Contain("/proc/migrations.db").And.Contain("cannot be written to"));
    }

    [Test]
    public void Open_ReadOnlyFile_IsRefused()
    {
        Create();
        File.SetAttributes(_database.Path, FileAttributes.ReadOnly);

        Assert.That(Refusal(), Does.Contain("read-only").And.Contain("writable"));
    }

    [Test]
    public void Open_Folder_IsRefused()
    {
        Directory.CreateDirectory(_database.Path);

        var refusal = Assert.Throws<DatabaseException>(() => _database.Open());
        Assert.That(refusal!.Message, Does.Contain("is a folder"));
    }

    [Test]
    public void Open_MissingFileWithALog_IsRefusedAndKeepsTheLog()
    {
        File.WriteAllText($"{_database.Path}-wal", "what was committed last");

        var refusal = Assert.Throws<DatabaseException>(() => _database.Open());
        Assert.That(refusal!.Message, Does.Contain("migrations.db-wal").And.Contain("Put the file back"));
        Assert.That(File.ReadAllText($"{_database.Path}-wal"), Is.EqualTo("what was committed last"));
    }

    [Test]
    public void Open_Refused_CanBeTriedAgain()
    {
        File.WriteAllText(_database.Path, "not a database");
        Refusal();
        File.Delete(_database.Path);

        Assert.That(_database.Migrations.Load().Servers, Is.Empty);
    }

    private void Create()
    {
        _database.Migrations.Load();
        _database.Close();
    }

    private long SchemaPages() =>
        (long)_database.Execute("SELECT min(rootpage) - 1 FROM sqlite_schema WHERE type = 'table'").Single();

    private void Overwrite(long from)
    {
        using var file = File.OpenWrite(_database.Path);
        file.Position = from;
        file.Write(Enumerable.Repeat((byte)0xA5, (int)(file.Length - from)).ToArray());
    }

    /// <summary>The message of the refusal, which is one line that names the file and leaves it as it was.</summary>
    private string Refusal()
    {
        var before = File.ReadAllBytes(_database.Path);
        var refusal = Assert.Throws<DatabaseException>(() => _database.Open())!;
        Assert.That(File.ReadAllBytes(_database.Path), Is.EqualTo(before));
        Assert.That(refusal.Message, Does.Contain(_database.Path).And.Not.Contain('\n'));
        return refusal.Message;
    }
}
