using CsCheck;
using Microsoft.Data.Sqlite;
using Migrations.Operations;
using Migrations.Storage;

namespace Migrations.Tests.Storage;

public sealed class DatabaseTests
{
    private static readonly Migration Running = Stored.Migration.Single() with
    {
        Status = MigrationStatus.Running,
        EndedAt = null,
    };

    private TemporaryDatabase _database = null!;

    [SetUp]
    public void CreateFolder() => _database = new TemporaryDatabase();

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public void Open_WhileAnotherInstanceHasIt_IsRefused()
    {
        _database.Migrations.Load();

        var refusal = Assert.Throws<DatabaseException>(() => _database.Open());
        Assert.That(refusal!.Message, Does.Contain(_database.Path).And.Contain("another instance"));
    }

    [Test]
    public void Open_WhileAnotherInstanceHasItUnderAnotherName_IsRefused()
    {
        _database.Migrations.Load();
        var link = Path.Combine(_database.Folder, "link.db");
        File.CreateSymbolicLink(link, _database.Path);

        Assert.Throws<DatabaseException>(() => TemporaryDatabase.Open(link));
    }

    [Test]
    public void Open_AfterTheOtherInstanceClosed_FindsWhatItStored()
    {
        var stored = _database.Migrations.Commit([Running], []).Single();
        _database.Close();

        Assert.That(_database.Migrations.Load().Unfinished, Is.EqualTo(new[] { stored }));
    }

    [Test]
    public void Commit_ThenTheProcessIsKilled_HasStoredEverything()
    {
        var migration = _database.Migrations.Commit([Running], []).Single();
        var command = _database.Commands.Accept(Stored.Command.Single() with
        {
            MigrationId = migration.Id,
            ServerUuid = migration.ServerUuid,
            Outcome = CommandOutcome.Pending,
        });
        using var copy = new TemporaryDatabase();
        File.Copy(_database.Path, copy.Path);
        File.Copy($"{_database.Path}-wal", $"{copy.Path}-wal");

        Assert.That(copy.Migrations.Load().Unfinished, Is.EqualTo(new[] { migration }));
        Assert.That(copy.Commands.Pending(), Is.EqualTo(new[] { command }));
    }

    [Test]
    public void Write_ThatThrows_StoresNothing()
    {
        var valid = Running with { Uuid = Guid.NewGuid() };
        var percentTooHigh = Running with { Progress = new MigrationProgress { Percent = 101 } };

        Assert.That(() => _database.Migrations.Commit([valid, percentTooHigh], []), Throws.Exception);
        Assert.That(_database.Migrations.Load().Unfinished, Is.Empty);
        Assert.That(_database.Migrations.Commit([valid], []), Has.Count.EqualTo(1));
    }

    [Test]
    public void Write_FullDisk_IsExplainedAndCanBeTriedAgain()
    {
        var many = Stored.Migration.Array[200].Single();
        SetMaximumPages(1);

        var failure = Assert.Throws<DatabaseException>(() => _database.Migrations.Commit(many, []));
        Assert.That(failure!.Message, Does.Contain(_database.Path).And.Contain("disk is full"));
        Assert.That(_database.Migrations.Query(new MigrationQuery { Limit = 1 }), Is.Empty);

        SetMaximumPages(1_000_000);
        Assert.That(_database.Migrations.Commit(many, []), Has.Count.EqualTo(many.Length));
    }

    [Test]
    public void Read_WhileAWriteIsUnderWay_SeesWhatWasCommittedBefore()
    {
        _database.Migrations.Commit([Running], []);

        var seen = _database.Opened.Write((connection, transaction) =>
        {
            Run(connection, transaction, "DELETE FROM migrations");
            return _database.Migrations.Load().Unfinished.Count;
        });

        Assert.That(seen, Is.EqualTo(1));
        Assert.That(_database.Migrations.Load().Unfinished, Is.Empty);
    }

    [Test]
    public void Writer_AfterOpening_SyncsEveryCommit()
    {
        var settings = _database.Opened.Write((connection, transaction) => Run(connection, transaction,
            "SELECT journal_mode || synchronous || foreign_keys FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys"));

        Assert.That(settings, Is.EqualTo("wal21"));
    }

    private void SetMaximumPages(int pages) => _database.Opened.Write((connection, transaction) =>
        Run(connection, transaction, $"PRAGMA max_page_count = {pages}"));

    private static object? Run(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command.ExecuteScalar();
    }
}
