using CsCheck;

namespace Migrations.Tests.Storage.Stores;

/// <summary>Starts, and the actions of their requests.</summary>
public sealed class StartStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private TemporaryDatabase _database = null!;

    [SetUp]
    public void CreateDatabase()
    {
        _database = new TemporaryDatabase();
        _ = _database.Opened;
    }

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public Task Start_OfAnyKindAndChanged_IsReadAsStored() => Gen.Select(Stored.Migration, Stored.Start, Stored.Start).SampleAsync(
        async (generated, first, second) =>
        {
            var start = first with
            {
                Order = first.Order with { ServerUuid = generated.ServerUuid, MigrationUuid = generated.Uuid },
                Terms = EndingTerms.None,
                AllowedDowntime = null,
            };
            var migration = await CommitAsync(generated with { Status = MigrationStatus.Queued, EndedAt = null, EndReason = null }, start);
            var inserted = Loaded(migration);
            var changed = start with
            {
                CheckedAt = second.CheckedAt,
                CalledAt = second.CalledAt,
                Terms = second.Terms,
                AllowedDowntime = second.AllowedDowntime,
            };
            await CommitAsync(migration, changed);
            return inserted == start && Loaded(migration) == changed;
        }, iter: 100);

    [Test]
    public async Task Starts_OfMigrationsThatAreOver_AreNotLoaded()
    {
        var migration = await CommitAsync(Queued(), Start());

        await CommitAsync(migration with { Status = MigrationStatus.Error, EndedAt = Noon }, Start());

        Assert.That(_database.Migrations.Load().Starts, Is.Empty);
    }

    [Test]
    public async Task Action_OfAnAcceptedStart_HasNoEventYet()
    {
        var migration = await CommitAsync(Queued() with { Status = MigrationStatus.Accepted }, Start());

        var (action, events) = Find(migration);

        Assert.That(action, Is.EqualTo(new ServerAction
        {
            ServerUuid = migration.ServerUuid,
            Name = "live-migration",
            RequestId = "req-1",
            UserId = "alice",
            ProjectId = "project",
            StartedAt = Noon,
            UpdatedAt = Noon,
        }));
        Assert.That(events, Is.Empty);
    }

    [Test]
    public async Task Action_OfAStart_SaysTheSameAsTheMigrationUntilItsEnd()
    {
        var migration = await CommitAsync(Queued(), Start() with { CheckedAt = Noon.AddSeconds(1) });
        Assert.That(Find(migration).Events.Select(told => (told.Name, told.Result)),
            Is.EqualTo(new[] { ("conductor_live_migrate_instance", ActionEvent.Success) }));
        var called = Start() with { CheckedAt = Noon.AddSeconds(1), CalledAt = Noon.AddSeconds(2) };

        await CommitAsync(migration with { Status = MigrationStatus.Preparing }, called);
        await CommitAsync(migration with { Status = MigrationStatus.Running }, null);
        Assert.That(Find(migration).Events.Select(told => (told.Name, told.Result)), Is.EqualTo(new[]
        {
            ("compute_live_migration", (string?)null), ("conductor_live_migrate_instance", ActionEvent.Success),
        }));

        await CommitAsync(migration with { Status = MigrationStatus.Failed, EndedAt = Noon.AddSeconds(9), Reason = "it broke" }, called);
        var (action, events) = Find(migration);
        Assert.That((action.UpdatedAt, action.Message), Is.EqualTo(((DateTimeOffset?)Noon.AddSeconds(9), "Error")));
        Assert.That(events[0], Is.EqualTo(new ActionEvent
        {
            Name = "compute_live_migration",
            StartedAt = Noon.AddSeconds(2),
            EndedAt = Noon.AddSeconds(9),
            Result = ActionEvent.Error,
            Host = "compute-1",
            Details = "it broke",
        }));
    }

    [Test]
    public async Task Prune_OfTheMigration_TakesItsStartAndActionAlongAndNoOthers()
    {
        var over = await CommitAsync(Queued() with { Status = MigrationStatus.Error, EndedAt = Noon.AddMinutes(1) }, Start());
        var other = await CommitAsync(Queued() with { ServerUuid = Guid.NewGuid() }, Start());

        await _database.Migrations.PruneAsync(Noon.AddMinutes(2), limit: 10);

        Assert.That(_database.Actions.Find(over.ServerUuid, "req-1"), Is.Null);
        Assert.That(_database.Actions.Find(other.ServerUuid, "req-1"), Is.Not.Null, "its migration still waits");
        Assert.That(_database.Execute("SELECT count(*) FROM starts").Single(), Is.EqualTo(1));
    }

    [Test]
    public async Task Deletion_OfAMigration_FindsItsActionByAnIndex()
    {
        await CommitAsync(Queued(), Start());
        var plan = _database.Execute("EXPLAIN QUERY PLAN DELETE FROM actions WHERE migration_id = 1");

        Assert.That(plan, Has.Some.Contains("actions_by_migration").And.None.Contains("SCAN"));
    }

    private async Task<Migration> CommitAsync(Migration migration, MigrationStart? start) =>
        (await _database.Migrations.CommitAsync([new MigrationChange(migration, []) { Start = start }], [], CancellationToken.None))
        is [var inserted] ? inserted : migration;

    private MigrationStart Loaded(Migration migration) => _database.Migrations.Load().Starts[migration.Id];

    private ActionWithEvents Find(Migration migration) => _database.Actions.Find(migration.ServerUuid, "req-1")!;

    private static Migration Queued() => Stored.Migration.Single() with
    {
        Status = MigrationStatus.Queued,
        SourceCompute = "compute-1",
        EndedAt = null,
    };

    private static MigrationStart Start() => new()
    {
        Order = new StartOrder(Given.ServerUuid, Guid.NewGuid(), null, IsForced: false, DiskCopy.Auto),
        RequestedBy = Given.Requester,
        RequestedAt = Noon,
        IsAwaited = false,
    };
}
