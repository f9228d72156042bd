using CsCheck;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Storage.Connections;
using Migrations.Storage.Schema;

namespace Migrations.Tests.Storage.Schema;

public sealed class SchemaUpgraderTests
{
    private static readonly SchemaScript AddNotes = new(
        SchemaScript.All[^1].Version + 1, "CREATE TABLE notes (text TEXT NOT NULL) STRICT");

    private TemporaryDatabase _database = null!;

    [SetUp]
    public void CreateFolder() => _database = new TemporaryDatabase();

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public void Scripts_OfThisBuild_AreNumberedFromOne() =>
        Assert.That(SchemaScript.All.Select(script => script.Version), Is.EqualTo(Enumerable.Range(1, SchemaScript.All.Count)));

    [Test]
    public void Upgrade_OfAnEmptyFile_ReachesTheNewestVersionAndSaysThatTheDatabaseWasCreated()
    {
        var log = new LogLines<MigrationsDatabase>();
        File.Create(_database.Path).Dispose();

        _database.Open(log).Dispose();

        var newest = SchemaScript.All[^1].Version;
        Assert.That(Version(), Is.EqualTo(newest));
        Assert.That(log.Lines, Has.One.EqualTo($"Information: Database {_database.Path} was created, with schema {newest}"));
    }

    [Test]
    public void Upgrade_OfTheNewestVersion_ChangesNothing()
    {
        _database.Open().Dispose();
        var before = File.ReadAllBytes(_database.Path);

        _database.Open().Dispose();

        Assert.That(File.ReadAllBytes(_database.Path), Is.EqualTo(before));
    }

    [Test]
    public async Task Upgrade_OfAnOlderVersion_KeepsWhatIsStored()
    {
        var stored = await _database.Migrations.CommitAsync(Stored.Migration.Single());
        _database.Close();
        var log = new LogLines<MigrationsDatabase>();

        Upgrade([.. SchemaScript.All, AddNotes], log);

        Assert.That(log.Lines, Has.One.EndsWith($"was upgraded from version {AddNotes.Version - 1} to {AddNotes.Version}"));

        Assert.That(Version(), Is.EqualTo(AddNotes.Version));
        Assert.That(_database.Execute("SELECT uuid FROM migrations"), Is.EqualTo(new[] { stored.Uuid.ToString() }));
        Assert.That(_database.Execute("SELECT text FROM notes"), Is.Empty);
    }

    [Test]
    public void Upgrade_WithAScriptThatFails_ChangesNothing()
    {
        _database.Open().Dispose();
        var before = Version();
        var broken = new SchemaScript(AddNotes.Version + 1, "ALTER TABLE missing ADD COLUMN text TEXT");

        Assert.Throws<SqliteException>(() => Upgrade([.. SchemaScript.All, AddNotes, broken]));

        Assert.That(Version(), Is.EqualTo(before));
        Assert.That(_database.Execute("SELECT name FROM sqlite_schema WHERE name = 'notes'"), Is.Empty);
    }

    private long Version() => (long)_database.Execute("PRAGMA user_version").Single();

    private void Upgrade(IReadOnlyList<SchemaScript> scripts, ILogger? log = null) =>
        WritingConnection.Open(_database.Path, new SchemaUpgrader(scripts, log ?? NullLogger.Instance)).Dispose();
}
