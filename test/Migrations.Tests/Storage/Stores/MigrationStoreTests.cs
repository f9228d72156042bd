using CsCheck;

namespace Migrations.Tests.Storage.Stores;

public sealed class MigrationStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TemporaryDatabase _database = null!;

    [SetUp]
    public void CreateFolder() => _database = new TemporaryDatabase();

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public async Task Commit_NewAndChangedTogether_ReturnsTheNewOnesInOrder()
    {
        var known = await _database.Migrations.CommitAsync(Running());
        var changed = known with { Reason = "changed" };

        var inserted = await _database.Migrations.CommitAsync([Running("a"), changed, Running("b")], []);

        Assert.That(inserted.Select(migration => migration.Reason), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(inserted.Select(migration => migration.Id), Is.EqualTo(new[] { known.Id + 1, known.Id + 2 }));
        Assert.That(_database.Migrations.Find(known.ServerUuid, known.Id), Is.EqualTo(changed));
    }

    [Test]
    public async Task Commit_OfManyThatHaveProgressed_ChangesEachOfThem()
    {
        var known = await _database.Migrations.CommitAsync([.. Enumerable.Range(0, 401).Select(_ => Running())], []);
        var progressed = known.Select(migration => migration with
        {
            Progress = new MigrationProgress
            {
                Memory = new Transfer(long.MaxValue, migration.Id, migration.Id % 2 == 0 ? null : 2 * migration.Id),
                Percent = (int)(migration.Id % 100),
            },
            UpdatedAt = Noon.AddSeconds(migration.Id),
        }).ToList();

        await _database.Migrations.CommitAsync(
            [.. known.Zip(progressed, (before, after) => new MigrationChange(after, []) { Before = before })], [], CancellationToken.None);

        Assert.That(progressed.Select(migration => _database.Migrations.Find(migration.ServerUuid, migration.Id)), Is.EqualTo(progressed));
    }

    [Test]
    public async Task Commit_OfAnEnd_KeepsTheLastCountsAndNoRowApart()
    {
        var known = await _database.Migrations.CommitAsync(Running());
        var moved = known with { Progress = known.Progress with { Percent = 60 }, UpdatedAt = Noon };
        var ended = moved with { Status = MigrationStatus.Cancelled, EndedAt = Noon };

        await _database.Migrations.CommitAsync([new MigrationChange(moved, []) { Before = known }], [], CancellationToken.None);
        Assert.That(_database.Execute("SELECT percent FROM progress"), Is.EqualTo(new[] { 60 }));
        await _database.Migrations.CommitAsync([new MigrationChange(ended, []) { Before = moved }], [], CancellationToken.None);

        Assert.That(_database.Execute("SELECT percent FROM progress"), Is.Empty);
        Assert.That(_database.Migrations.Find(known.ServerUuid, known.Id), Is.EqualTo(ended));
    }

    [Test]
    public async Task Commit_AfterAMigrationWasDeletedByHand_StoresTheOthers()
    {
        var known = await _database.Migrations.CommitAsync([Running(), Running()], []);
        _database.Execute($"DELETE FROM migrations WHERE id = {known[0].Id}");
        var moved = known.Select(migration => migration with { Progress = migration.Progress with { Percent = 70 } }).ToList();

        await _database.Migrations.CommitAsync(
            [.. known.Zip(moved, (before, after) => new MigrationChange(after, []) { Before = before })], [], CancellationToken.None);

        Assert.That(_database.Migrations.Load().Unfinished, Is.EqualTo(new[] { moved[1] }));
    }

    [Test]
    public async Task Load_WithFinalMigrations_LeavesThemOut()
    {
        var server = Stored.Server.Single();
        var stored = await _database.Migrations.CommitAsync([Running(), Ended(Noon)], [server]);

        var loaded = _database.Migrations.Load();

        Assert.That(loaded.Unfinished, Is.EqualTo(new[] { stored[0] }));
        Assert.That(loaded.Servers, Is.EqualTo(new[] { server }));
    }

    [Test]
    public async Task Find_MigrationOfAnotherServer_IsNull()
    {
        var stored = await _database.Migrations.CommitAsync(Running());

        Assert.That(_database.Migrations.Find(Guid.NewGuid(), stored.Id), Is.Null);
    }

    [Test]
    public async Task FindLatest_OfSeveral_IsTheMostRecent()
    {
        var server = Guid.NewGuid();
        await _database.Migrations.CommitAsync([
            Running("older") with { ServerUuid = server, CreatedAt = Noon },
            Running("latest") with { ServerUuid = server, CreatedAt = Noon.AddHours(1) },
            Running("other server") with { CreatedAt = Noon.AddHours(2) },
        ], []);

        Assert.That(_database.Migrations.FindLatest(server)!.CreatedAt, Is.EqualTo(Noon.AddHours(1)));
        Assert.That(_database.Migrations.FindLatest(Guid.NewGuid()), Is.Null);
    }

    [Test]
    public async Task FindLatestOfJob_OfSeveral_IsTheMostRecentOfThatJob()
    {
        var server = Guid.NewGuid();
        await _database.Migrations.CommitAsync([
            Running("older") with { ServerUuid = server, CreatedAt = Noon, JobId = "job-1" },
            Running("latest of the job") with { ServerUuid = server, CreatedAt = Noon.AddHours(1), JobId = "job-1" },
            Running("never begun") with { ServerUuid = server, CreatedAt = Noon.AddHours(2), JobId = null },
            Running("other server") with { CreatedAt = Noon.AddHours(3), JobId = "job-1" },
        ], []);

        Assert.That(_database.Migrations.FindLatestOfJob(server, "job-1")!.Reason, Is.EqualTo("latest of the job"));
        Assert.That(_database.Migrations.FindLatestOfJob(server, "job-2"), Is.Null);
    }

    [Test]
    public async Task Prune_InBatches_DeletesTheOldestAndKeepsTheRest()
    {
        var stored = await _database.Migrations.CommitAsync(
            [Ended(Noon.AddHours(2)), Ended(Noon), Ended(Noon.AddHours(1)), Ended(Noon.AddHours(3)), Running()], []);
        var until = Noon.AddHours(3);

        Assert.That((await _database.Migrations.PruneAsync(until, 2)).Count, Is.EqualTo(2));
        Assert.That(All(), Is.EquivalentTo(new[] { stored[0], stored[3], stored[4] }));
        Assert.That((await _database.Migrations.PruneAsync(until, 2)).Count, Is.EqualTo(1));
        Assert.That((await _database.Migrations.PruneAsync(until, 2)).Count, Is.Zero);
        Assert.That(All(), Is.EquivalentTo(new[] { stored[3], stored[4] }));
    }

    [Test]
    public async Task Prune_MigrationWithCommands_DeletesThemToo()
    {
        var stored = await _database.Migrations.CommitAsync(Ended(Noon));
        await _database.Commands.AcceptAsync(Stored.Command.Single() with { MigrationId = stored.Id, Outcome = CommandOutcome.Pending });

        await _database.Migrations.PruneAsync(Noon.AddHours(1), 10);

        Assert.That(_database.Commands.Of(stored.Id), Is.Empty);
    }

    [Test]
    public async Task Prune_ServersOfDeletedMigrations_StayOnlyWhileOthersReferToThem()
    {
        var (kept, forgotten) = (Stored.Server.Single(), Stored.Server.Single());
        await _database.Migrations.CommitAsync([
            Ended(Noon) with { ServerUuid = kept.Uuid },
            Running() with { ServerUuid = kept.Uuid },
            Ended(Noon) with { ServerUuid = forgotten.Uuid },
        ], [kept, forgotten]);

        await _database.Migrations.PruneAsync(Noon.AddHours(1), 10);

        Assert.That(_database.Migrations.Load().Servers, Is.EqualTo(new[] { kept }));
    }

    [Test]
    public async Task Commit_AfterTheNewestWasPruned_GivesANewId()
    {
        var pruned = await _database.Migrations.CommitAsync(Ended(Noon));
        await _database.Migrations.PruneAsync(Noon.AddHours(1), 10);
        _database.Close();

        Assert.That((await _database.Migrations.CommitAsync(Running())).Id, Is.GreaterThan(pruned.Id));
    }

    private static Migration Running(string? reason = null) => Stored.Migration.Single() with
    {
        Status = MigrationStatus.Running,
        EndedAt = null,
        Reason = reason,
    };

    private static Migration Ended(DateTimeOffset at) => Stored.Migration.Single() with
    {
        Status = MigrationStatus.Completed,
        EndedAt = at,
    };

    private IReadOnlyList<Migration> All() =>
        [.. _database.Migrations.Query(new MigrationQuery { Limit = 100 })!.Select(each => _database.Migrations.Find(each.ServerUuid, each.Id)!)];
}
