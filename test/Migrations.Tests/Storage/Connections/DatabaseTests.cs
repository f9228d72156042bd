using CsCheck;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Files;

namespace Migrations.Tests.Storage.Connections;

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
    public async Task Open_AfterTheOtherInstanceClosed_FindsWhatItStored()
    {
        var stored = await _database.Migrations.CommitAsync(Running);
        _database.Close();

        Assert.That(_database.Migrations.Load().Unfinished, Is.EqualTo(new[] { stored }));
    }

    [Test]
    public async Task Commit_ThenTheProcessIsKilled_HasStoredEverything()
    {
        var migration = await _database.Migrations.CommitAsync(Running);
        var command = await _database.Commands.AcceptAsync(Stored.Command.Single() with
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
    public async Task Write_ThatThrows_StoresNothing()
    {
        var valid = Running with { Uuid = Guid.NewGuid() };
        var percentTooHigh = Running with { Progress = new MigrationProgress { Percent = 101 } };

        Assert.That(() => _database.Migrations.CommitAsync([valid, percentTooHigh], []), Throws.Exception);
        Assert.That(_database.Migrations.Load().Unfinished, Is.Empty);
        Assert.That(await _database.Migrations.CommitAsync([valid], []), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Write_FullDisk_IsExplainedAndCanBeTriedAgain()
    {
        var many = Stored.Migration.Array[200].Single();
        await SetMaximumPagesAsync(1);

        var failure = await Assert.ThrowsAsync<DatabaseException>(() => _database.Migrations.CommitAsync(many, []));
        Assert.That(failure!.Message, Does.Contain(_database.Path).And.Contain("disk is full"));
        Assert.That(_database.Migrations.Query(new MigrationQuery { Limit = 1 }), Is.Empty);

        await _database.Opened.CheckAsync(CancellationToken.None);
        await SetMaximumPagesAsync(1_000_000);
        Assert.That(await _database.Migrations.CommitAsync(many, []), Has.Count.EqualTo(many.Length));
    }

    [Test]
    public async Task Read_WhileAWriteIsUnderWay_SeesWhatWasCommittedBefore()
    {
        await _database.Migrations.CommitAsync([Running], []);

        var seen = await _database.Opened.WriteAsync((connection, transaction) =>
        {
            Run(connection, transaction, "DELETE FROM migrations");
            return _database.Migrations.Load().Unfinished.Count;
        }, CancellationToken.None);

        Assert.That(seen, Is.EqualTo(1));
        Assert.That(_database.Migrations.Load().Unfinished, Is.Empty);
    }

    [Test]
    public async Task Writer_AfterOpening_SyncsEveryCommit()
    {
        var settings = await _database.Opened.WriteAsync((connection, transaction) => Run(connection, transaction,
            "SELECT journal_mode || synchronous || foreign_keys FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys"), CancellationToken.None);

        Assert.That(settings, Is.EqualTo("wal21"));
    }

    private Task<object?> SetMaximumPagesAsync(int pages) => _database.Opened.WriteAsync((connection, transaction) =>
        Run(connection, transaction, $"PRAGMA max_page_count = {pages}"), CancellationToken.None);

    private static object? Run(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return command.ExecuteScalar();
    }
}
