using CsCheck;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Connections;
using Migrations.Storage.Files;

namespace Migrations.Tests.Storage.Connections;

/// <summary>Databases that are locked, deleted, replaced or damaged while they are in use.</summary>
public sealed class DatabaseLossTests
{
    private TemporaryDatabase _database = null!;
    private LogLines<MigrationsDatabase> _log = null!;
    private StoreHealth _health = null!;

    [SetUp]
    public void Open()
    {
        (_database, _log, _health) = (new TemporaryDatabase(), new LogLines<MigrationsDatabase>(), new StoreHealth());
        _database.Open(_log, _health);
    }

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public async Task Write_WhileAnotherProgramHasLockedTheFile_IsRefusedUntilItLetsGo()
    {
        await DoNotWaitForLocksAsync();
        using (var other = new SqliteConnection($"Data Source={_database.Path};Pooling=False"))
        {
            other.Open();
            using var locked = other.BeginTransaction();

            Assert.That(await RefusalAsync(), Does.Contain("another program has locked it"));
            Assert.That(_database.Migrations.CommitAsync([Running], []).IsFaulted, "refused without being tried");
            Assert.That(_health.LostBecause, Does.Contain("another program has locked it"));
            Assert.That(_database.Migrations.Load().Unfinished, Is.Empty, "reading goes on");
        }

        await _database.Migrations.CheckAsync(CancellationToken.None);
        await _database.Migrations.CommitAsync(Running);

        Assert.That(_health.LostBecause, Is.Null);
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.DatabaseCreated, EventIds.StoreLost, EventIds.StoreBack }));
    }

    [Test]
    public async Task Check_AfterALossWithNothingToWrite_FindsTheDatabaseAgain()
    {
        File.Move(_database.Path, $"{_database.Path}.away");
        await CheckFailsAsync();
        File.Move($"{_database.Path}.away", _database.Path);

        await _database.Migrations.CheckAsync(CancellationToken.None);
        await _database.Migrations.CheckAsync(CancellationToken.None);

        Assert.That(_health.LostBecause, Is.Null);
    }

    [Test]
    public async Task Write_IntoADeletedFile_IsRefusedWithARemedyAndSaidOnce()
    {
        var migration = await _database.Migrations.CommitAsync(Running);
        File.Delete(_database.Path);

        var refusal = await Assert.ThrowsAsync<DatabaseException>(() => _database.Commands.AcceptAsync(
            Stored.Command.Single() with { MigrationId = migration.Id, Outcome = CommandOutcome.Pending }));
        await CheckFailsAsync();
        await CheckFailsAsync();

        Assert.That(refusal!.Message, Does.Contain(_database.Path).And.Contain("deleted").And.Contain("restart"));
        Assert.That(() => _database.Migrations.FindLatest(migration.ServerUuid), Throws.InstanceOf<StoreUnavailableException>());
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.DatabaseCreated, EventIds.StoreLost }));
    }

    [TestCase("")]
    [TestCase("-wal")]
    public async Task Write_AfterAnotherFileHasTakenItsPlace_IsRefused(string suffix)
    {
        await _database.Migrations.CommitAsync(Running);
        using var other = new TemporaryDatabase();
        await other.Migrations.CommitAsync(Running);
        File.Move($"{_database.Path}{suffix}", $"{_database.Path}.away");
        if (suffix.Length == 0)
            File.Copy(other.Path, _database.Path);

        Assert.That(await RefusalAsync(), Does.Contain("replaced"));
    }

    [Test]
    public async Task Check_OfADamagedFile_FailsUntilTheRestart()
    {
        await _database.Migrations.CommitAsync(Running);
        _database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        await File.WriteAllBytesAsync(_database.Path, Enumerable.Repeat((byte)0x5A, 8192).ToArray());

        await CheckFailsAsync();
        await CheckFailsAsync();

        Assert.That(_health.LostBecause, Does.Contain(_database.Path).And.Contain("damaged"));
        Assert.That(_database.Migrations.CommitAsync([Running], []).IsFaulted);
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.DatabaseCreated, EventIds.StoreLost }));
    }

    [Test]
    public async Task Read_OfAFileThatIsNoDatabaseAnyMore_CallsItDamaged()
    {
        await _database.Migrations.CommitAsync(Running);
        _database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        await File.WriteAllBytesAsync(_database.Path, Enumerable.Repeat((byte)0x5A, 8192).ToArray());

        var refusal = Assert.Throws<DatabaseException>(() => _database.Migrations.Load());

        Assert.That(refusal!.Message, Does.Contain("it is damaged").And.Contain("restore it from a backup"));
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.DatabaseCreated, EventIds.StoreLost }));
    }

    [Test]
    public async Task Open_AfterTheFileWasLost_GoesOnAboveTheIdsThatWereGivenAndSaysSo()
    {
        var before = (await _database.Migrations.CommitAsync([Running, Running with { Uuid = Guid.NewGuid() }], []))[^1];
        _database.Close();
        File.Delete(_database.Path);

        _database.Open(_log, _health);

        Assert.That(_log.Ids, Does.Contain(EventIds.MigrationsForgotten));
        Assert.That((await _database.Migrations.CommitAsync(Running)).Id, Is.EqualTo(before.Id + 1));
    }

    [Test]
    public async Task Open_AfterEverythingWasDeletedInUse_StillKnowsTheIds()
    {
        var before = await _database.Migrations.CommitAsync(Running);
        foreach (var file in Directory.GetFiles(_database.Folder))
            File.Delete(file);
        await CheckFailsAsync();
        _database.Close();

        Assert.That((await _database.Migrations.CommitAsync(Running)).Id, Is.EqualTo(before.Id + 1));
    }

    [Test]
    public async Task Open_OfAnOlderBackup_GivesNoIdTwice()
    {
        await _database.Migrations.CommitAsync(Running);
        _database.Close();
        File.Copy(_database.Path, $"{_database.Path}.backup");
        var lost = await _database.Migrations.CommitAsync(Running with { Uuid = Guid.NewGuid() });
        _database.Close();
        File.Move($"{_database.Path}.backup", _database.Path, overwrite: true);

        Assert.That((await _database.Migrations.CommitAsync(Running with { Uuid = Guid.NewGuid() })).Id, Is.EqualTo(lost.Id + 1));
    }

    private static Migration Running => Stored.Migration.Single() with { Status = MigrationStatus.Running, EndedAt = null };

    private async Task<string> RefusalAsync() =>
        (await Assert.ThrowsAsync<DatabaseException>(() => _database.Migrations.CommitAsync([Running], [])))!.Message;

    private async Task CheckFailsAsync() =>
        await Assert.ThatAsync(() => _database.Migrations.CheckAsync(CancellationToken.None), Throws.InstanceOf<StoreUnavailableException>());

    private Task<int> DoNotWaitForLocksAsync() => _database.Opened.WriteAsync((connection, transaction) =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 0";
        command.Transaction = transaction;
        return command.ExecuteNonQuery();
    }, CancellationToken.None);
}
