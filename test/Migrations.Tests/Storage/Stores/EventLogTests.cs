namespace Migrations.Tests.Storage.Stores;

public sealed class EventLogTests
{
    private TemporaryDatabase _database = null!;

    private static Migration Running => Given.Migration(id: 0) with { Uuid = Guid.NewGuid() };

    [SetUp]
    public void Create() => _database = new TemporaryDatabase();

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public async Task Commit_OfNewAndChangedMigrations_AddsTheirEventsUnderTheIdsOfTheMigrations()
    {
        var known = await _database.Migrations.CommitAsync(Running);

        await CommitAsync(
            new(known, [Told(known, MigrationEventKind.Status)]),
            new(Running, [Told(Running, MigrationEventKind.Seen), Told(Running, MigrationEventKind.Ended) with { Text = "no route" }]));

        Assert.That(_database.Events.ReadAfter(0, 100), Is.EqualTo(new[]
        {
            Told(known, MigrationEventKind.Status) with { Id = 1 },
            Told(known, MigrationEventKind.Seen) with { Id = 2, MigrationId = known.Id + 1 },
            Told(known, MigrationEventKind.Ended) with { Id = 3, MigrationId = known.Id + 1, Text = "no route" },
        }));
    }

    [Test]
    public async Task Commit_ThatFails_LeavesNeitherTheChangeNorItsEvent()
    {
        var known = await _database.Migrations.CommitAsync(Running);
        var impossible = Running with { Progress = MigrationProgress.None with { Percent = 101 } };

        Assert.That(() => CommitAsync(new(known with { Status = MigrationStatus.PostMigrating }, [Told(known, MigrationEventKind.Status)]), new(impossible, [])),
            Throws.Exception);

        Assert.That(_database.Events.ReadAfter(0, 100), Is.Empty);
        Assert.That(_database.Migrations.Find(known.ServerUuid, known.Id)!.Status, Is.EqualTo(MigrationStatus.Running));
    }

    [Test]
    public async Task Commit_WhoseEventCannotBeStored_LeavesNeitherTheChangeNorItsEvent()
    {
        var known = await _database.Migrations.CommitAsync(Running);
        _database.Execute("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END");

        Assert.That(() => CommitAsync(new MigrationChange(
            known with { Status = MigrationStatus.PostMigrating }, [Told(known, MigrationEventKind.Status)])), Throws.Exception);

        Assert.That(_database.Migrations.Find(known.ServerUuid, known.Id)!.Status, Is.EqualTo(MigrationStatus.Running));
    }

    [Test]
    public async Task Command_OfAPolicy_IsToldAfterTheReason()
    {
        var migration = await _database.Migrations.CommitAsync(Running);
        var by = Requester.Policy("project", "Starts:CompletionTimeout 800s per GiB x 2 GiB = 1600s passed");

        var accepted = await _database.Commands.AcceptAsync(ForceComplete(migration) with { RequestedBy = by });
        await _database.Commands.AcceptAsync(ForceComplete(migration) with { RequestedBy = by });

        Assert.That(_database.Commands.Pending().Single().RequestedBy, Is.EqualTo(by));
        var events = _database.Events.ReadAfter(0, 100)!;
        Assert.That(events.Select(told => told.Kind), Is.EqualTo(new[] { MigrationEventKind.Policy, MigrationEventKind.CommandAccepted }));
        Assert.That(events[0], Is.EqualTo(Told(migration, MigrationEventKind.Policy) with
        {
            Id = 1,
            OccurredAt = accepted.RequestedAt,
            Verdict = null,
            Text = "forces the migration to complete: Starts:CompletionTimeout 800s per GiB x 2 GiB = 1600s passed",
        }));
    }

    [Test]
    public async Task Command_AcceptedRepeatedAndSettled_IsToldTwiceWithTheStatusOfItsMigration()
    {
        var migration = await _database.Migrations.CommitAsync(Running);
        var accepted = await _database.Commands.AcceptAsync(ForceComplete(migration));
        await _database.Commands.AcceptAsync(ForceComplete(migration) with { RequestedBy = new Requester("bob", null, "req-2") });
        await _database.Commands.SaveAsync(accepted with { StartedAt = Given.Now, Reason = "asked" });

        await _database.Commands.SaveAsync(accepted with
        {
            Outcome = CommandOutcome.Done,
            Means = ForceCompleteMeans.Pause,
            EndedAt = Given.Now.AddSeconds(1),
            Reason = "paused",
        });

        var told = Told(migration, MigrationEventKind.CommandAccepted) with { OccurredAt = accepted.RequestedAt, Verdict = null };
        var command = new EventCommand(accepted.Id, CommandKind.ForceComplete, CommandOutcome.Pending, null, "req-1");
        Assert.That(_database.Events.ReadAfter(0, 100), Is.EqualTo(new[]
        {
            told with { Id = 1, Command = command },
            told with
            {
                Id = 2,
                Kind = MigrationEventKind.CommandSettled,
                OccurredAt = Given.Now.AddSeconds(1),
                Text = "paused",
                Command = command with { Outcome = CommandOutcome.Done, Means = ForceCompleteMeans.Pause },
            },
        }));
    }

    [Test]
    public async Task Command_AfterAVerdict_IsToldWithThatVerdict()
    {
        var migration = await _database.Migrations.CommitAsync(Running);
        await CommitAsync(new MigrationChange(migration, [Told(migration, MigrationEventKind.Verdict)]));

        await _database.Commands.AcceptAsync(ForceComplete(migration));

        Assert.That(_database.Events.ReadAfter(1, 100)!.Single().Verdict, Is.EqualTo(Verdict.Stalled));
    }

    [Test]
    public async Task Command_ThatCannotBeTold_IsNotAccepted()
    {
        var migration = await _database.Migrations.CommitAsync(Running);
        _database.Execute("ALTER TABLE events RENAME TO elsewhere");

        Assert.That(() => _database.Commands.AcceptAsync(ForceComplete(migration)), Throws.Exception);

        Assert.That(_database.Commands.Of(migration.Id), Is.Empty);
    }

    [Test]
    public async Task ReadAfter_AnId_GivesTheFirstOnesAfterIt()
    {
        await CommitAsync(new MigrationChange(Running, [.. Enumerable.Repeat(Told(Running, MigrationEventKind.Status), 5)]));

        Assert.That(_database.Events.ReadAfter(2, 2)!.Select(told => told.Id), Is.EqualTo(new[] { 3, 4 }));
        Assert.That(_database.Events.ReadAfter(5, 2), Is.Empty);
        Assert.That(_database.Events.LastId(), Is.EqualTo(5));
    }

    [Test]
    public async Task ReadAfter_AnIdThatWasNeverGiven_IsUnknown()
    {
        await CommitAsync(new MigrationChange(Running, [Told(Running, MigrationEventKind.Seen)]));

        Assert.That(_database.Events.ReadAfter(2, 100), Is.Null);
    }

    [Test]
    public async Task Prune_DeletesTheEventsOfItsMigrations_AndWhoHasNotReadThemIsTold()
    {
        var ended = Running with { Status = MigrationStatus.Completed, EndedAt = Given.Now };
        await CommitAsync(new MigrationChange(Running, [Told(Running, MigrationEventKind.Seen)]));
        await CommitAsync(new MigrationChange(ended, [Told(ended, MigrationEventKind.Seen), Told(ended, MigrationEventKind.Ended)]));
        await CommitAsync(new MigrationChange(Running, [Told(Running, MigrationEventKind.Seen)]));

        await _database.Migrations.PruneAsync(Given.Now.AddDays(1), 10);

        Assert.That(_database.Events.ReadAfter(2, 100), Is.Null);
        Assert.That(_database.Events.ReadAfter(3, 100)!.Select(told => told.Id), Is.EqualTo(new[] { 4 }));
        Assert.That(_database.Execute("SELECT id FROM events"), Is.EqualTo(new[] { 1L, 4L }));
    }

    [Test]
    public async Task Ids_OfDeletedEvents_AreNotGivenAgain()
    {
        var ended = Running with { Status = MigrationStatus.Completed, EndedAt = Given.Now };
        await CommitAsync(new MigrationChange(ended, [Told(ended, MigrationEventKind.Ended)]));
        await _database.Migrations.PruneAsync(Given.Now.AddDays(1), 10);
        _database.Close();

        await CommitAsync(new MigrationChange(Running, [Told(Running, MigrationEventKind.Seen)]));

        Assert.That(_database.Events.ReadAfter(1, 100)!.Single().Id, Is.EqualTo(2));
    }

    [Test]
    public async Task Log_OfAFileThatTakesThePlaceOfALostOne_KnowsNoIdOfThatOne()
    {
        await CommitAsync(new MigrationChange(Running, [.. Enumerable.Repeat(Told(Running, MigrationEventKind.Status), 5)]));
        _database.Close();
        File.Delete(_database.Path);
        await CommitAsync(new MigrationChange(Running, [.. Enumerable.Repeat(Told(Running, MigrationEventKind.Status), 7)]));

        Assert.That(_database.Events.ReadAfter(5, 100), Is.Null);
    }

    [Test]
    public async Task Appended_IsRaisedAfterCommitsWithEventsOnly()
    {
        var raised = 0;
        _database.Events.Appended += () => raised++;
        var migration = await _database.Migrations.CommitAsync(Running);
        Assert.That(raised, Is.Zero);

        await CommitAsync(new MigrationChange(migration, [Told(migration, MigrationEventKind.Status)]));
        Assert.That(raised, Is.EqualTo(1));

        var accepted = await _database.Commands.AcceptAsync(ForceComplete(migration));
        await _database.Commands.SaveAsync(accepted with { StartedAt = Given.Now });
        await _database.Commands.SaveAsync(accepted with { Outcome = CommandOutcome.Done, EndedAt = Given.Now });
        Assert.That(raised, Is.EqualTo(3));
    }

    private static MigrationCommand ForceComplete(Migration migration) =>
        Given.Command(CommandKind.ForceComplete) with { Id = 0, MigrationId = migration.Id };

    private static MigrationEvent Told(Migration migration, MigrationEventKind kind) => new()
    {
        Kind = kind,
        MigrationId = migration.Id,
        ServerUuid = migration.ServerUuid,
        OccurredAt = Given.Now,
        Status = migration.Status,
        Verdict = Verdict.Stalled,
    };

    private Task<IReadOnlyList<Migration>> CommitAsync(params MigrationChange[] changes) => _database.Migrations.CommitAsync(changes, [], CancellationToken.None);
}
