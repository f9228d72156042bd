using CsCheck;
using Migrations.Storage.Files;
using Migrations.Storage.Maintenance;

namespace Migrations.Tests.Storage.Maintenance;

public sealed class DatabaseInspectionTests
{
    private TemporaryDatabase _database = null!;

    [SetUp]
    public void CreateFolder() => _database = new TemporaryDatabase();

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public async Task Inspect_WhileTheDatabaseIsInUse_CountsWhatIsCommitted()
    {
        var running = Stored.Migration.Single() with { Status = MigrationStatus.Running, EndedAt = null };
        var migration = await _database.Migrations.CommitAsync(running);
        await _database.Migrations.CommitAsync(running with { Uuid = Guid.NewGuid(), Status = MigrationStatus.Failed, EndedAt = running.CreatedAt });
        await _database.Commands.AcceptAsync(Stored.Command.Single() with
        {
            MigrationId = migration.Id,
            ServerUuid = migration.ServerUuid,
            RequestedBy = Given.Requester,
        });

        var summary = DatabaseInspection.Inspect(_database.Path);

        Assert.That(summary with { Bytes = 0, Schema = 0 }, Is.EqualTo(new DatabaseSummary(0, 0, 2, 1, 1, 1, 0)));
        Assert.That(summary.Bytes, Is.Positive);
        Assert.That(summary.Schema, Is.Positive);
    }

    [Test]
    public void Inspect_ChangesNothing()
    {
        _database.Migrations.Load();
        _database.Close();
        var before = File.ReadAllBytes(_database.Path);

        DatabaseInspection.Inspect(_database.Path);

        Assert.That(File.ReadAllBytes(_database.Path), Is.EqualTo(before));
    }

    [Test]
    public void Inspect_DamageInsideTheFile_IsFound()
    {
        _database.Migrations.Load();
        _database.Damage();

        Assert.That(() => DatabaseInspection.Inspect(_database.Path), Throws.TypeOf<DatabaseException>().With.Message.Contains("it is damaged"));
    }

    [Test]
    public void Inspect_CommandOfNoMigration_IsFound()
    {
        _database.Migrations.Load();
        _database.Execute(
            """
            PRAGMA foreign_keys = OFF;
            INSERT INTO commands (migration_id, server_uuid, kind, request_id, requested_at, outcome)
            VALUES (7, '11111111-1111-1111-1111-111111111111', 'abort', 'req', 1, 'done')
            """);

        Assert.That(() => DatabaseInspection.Inspect(_database.Path),
            Throws.TypeOf<DatabaseException>().With.Message.Contains("1 commands or events belong to no migration"));
    }

    [TestCase("", "it is empty")]
    [TestCase("CREATE TABLE notes (text TEXT)", "another application")]
    [TestCase("PRAGMA application_id = 0x4D494752; PRAGMA user_version = 99", "newer version")]
    public void Inspect_WhatIsNoDatabaseOfThisVersion_IsRefused(string sql, string reason)
    {
        _database.Execute($"{sql}; VACUUM");

        Assert.That(() => DatabaseInspection.Inspect(_database.Path), Throws.TypeOf<DatabaseException>().With.Message.Contains(reason));
    }

    [Test]
    public void Inspect_Text_IsRefused()
    {
        File.WriteAllText(_database.Path, new string('x', 5000));

        Assert.That(() => DatabaseInspection.Inspect(_database.Path),
            Throws.TypeOf<DatabaseException>().With.Message.Contains("not an SQLite database"));
    }

    [Test]
    public void Inspect_Folder_IsRefused() =>
        Assert.That(() => DatabaseInspection.Inspect(_database.Folder), Throws.TypeOf<DatabaseException>().With.Message.Contains("it is a folder"));
}
