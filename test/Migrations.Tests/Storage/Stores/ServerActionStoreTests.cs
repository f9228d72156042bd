using CsCheck;

namespace Migrations.Tests.Storage.Stores;

public sealed class ServerActionStoreTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private TemporaryDatabase _database = null!;
    private Migration _migration = null!;

    [SetUp]
    public async Task StoreAMigration()
    {
        _database = new TemporaryDatabase();
        _migration = await _database.Migrations.CommitAsync(Stored.Migration.Single() with
        {
            SourceCompute = "compute-1",
            Status = MigrationStatus.Running,
            EndedAt = null,
        });
    }

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public async Task Action_OfAnAcceptedCommand_HasNoEventYet()
    {
        await AcceptAsync("req-1", Noon);

        var (action, events) = Find("req-1");

        Assert.That(action, Is.EqualTo(new ServerAction
        {
            ServerUuid = _migration.ServerUuid,
            Name = "live_migration_cancel",
            RequestId = "req-1",
            UserId = "user",
            ProjectId = "project",
            StartedAt = Noon,
            UpdatedAt = Noon,
        }));
        Assert.That(events, Is.Empty);
    }

    [Test]
    public async Task Action_OfAStartedCommand_HasAnEventThatIsNotOver()
    {
        var command = await AcceptAsync("req-1", Noon);

        await _database.Commands.SaveAsync(command with { StartedAt = Noon.AddSeconds(1), Reason = "it waits" });

        var (action, events) = Find("req-1");
        Assert.That((action.UpdatedAt, action.Message), Is.EqualTo(((DateTimeOffset?)Noon.AddSeconds(1), (string?)null)));
        Assert.That(events, Is.EqualTo(new[]
        {
            new ActionEvent { Name = "compute_live_migration_abort", StartedAt = Noon.AddSeconds(1), Host = "compute-1" },
        }));
    }

    [TestCase(CommandOutcome.Done, "Success", null, null)]
    [TestCase(CommandOutcome.Refused, "Error", "Error", "it is busy")]
    [TestCase(CommandOutcome.TooLate, "Error", "Error", "it is busy")]
    [TestCase(CommandOutcome.Unreachable, "Error", "Error", "it is busy")]
    public async Task Action_OfASettledCommand_SaysWhatCameOfIt(CommandOutcome outcome, string result, string? message, string? details)
    {
        var started = await AcceptAsync("req-1", Noon) with { StartedAt = Noon.AddSeconds(1) };
        await _database.Commands.SaveAsync(started);

        await _database.Commands.SaveAsync(started with { EndedAt = Noon.AddSeconds(2), Outcome = outcome, Reason = "it is busy" });

        var (action, events) = Find("req-1");
        Assert.That((action.UpdatedAt, action.Message), Is.EqualTo(((DateTimeOffset?)Noon.AddSeconds(2), message)));
        Assert.That(events, Has.One.Items);
        Assert.That((events[0].StartedAt, events[0].EndedAt, events[0].Result, events[0].Details),
            Is.EqualTo((Noon.AddSeconds(1), (DateTimeOffset?)Noon.AddSeconds(2), result, details)));
    }

    [Test]
    public async Task Action_OfACommandSettledBeforeItWasSent_HasAnEventWithoutLength()
    {
        var command = await AcceptAsync("req-1", Noon);

        await _database.Commands.SaveAsync(command with
        {
            EndedAt = Noon.AddSeconds(2),
            Outcome = CommandOutcome.TooLate,
            Reason = "it is over",
        });

        var done = Find("req-1").Events.Single();
        Assert.That((done.StartedAt, done.EndedAt, done.Details), Is.EqualTo((Noon.AddSeconds(2), (DateTimeOffset?)Noon.AddSeconds(2), "it is over")));
    }

    [Test]
    public async Task Action_OfARepeat_IsItsOwnAndEndsWithTheCommand()
    {
        var started = await AcceptAsync("req-1", Noon) with { StartedAt = Noon.AddSeconds(1) };
        await _database.Commands.SaveAsync(started);

        var repeated = await AcceptAsync("req-2", Noon.AddSeconds(5));

        Assert.That(repeated, Is.EqualTo(started));
        Assert.That(Find("req-2").Events.Single().StartedAt, Is.EqualTo(Noon.AddSeconds(5)), "nothing is done for a request before it is made");
        await _database.Commands.SaveAsync(started with { EndedAt = Noon.AddSeconds(9), Outcome = CommandOutcome.Done });
        Assert.That(new[] { "req-1", "req-2" }.Select(request => Find(request).Events.Single().EndedAt), Is.All.EqualTo(Noon.AddSeconds(9)));
        Assert.That(List().Select(action => action.RequestId), Is.EqualTo(new[] { "req-2", "req-1" }));
    }

    [Test]
    public async Task Find_WhileItsCommandIsSettled_ShowsActionAndEventsOfOneMoment()
    {
        for (var i = 0; i < 300; i++)
        {
            var started = await AcceptAsync($"req-{i}", Noon) with { StartedAt = Noon };
            var settled = _database.Commands.SaveAsync(started with { EndedAt = Noon, Outcome = CommandOutcome.Refused });
            ActionWithEvents seen;
            do
            {
                seen = Find($"req-{i}");
                Assert.That(seen.Action.Message == "Error", Is.EqualTo(seen.Events is [{ Result: "Error" }]));
            }
            while (seen.Events is []);
            await settled;
        }
    }

    [Test]
    public async Task Find_AnotherServersRequest_FindsNothing()
    {
        await AcceptAsync("req-1", Noon);

        Assert.That(_database.Actions.Find(Guid.NewGuid(), "req-1"), Is.Null);
        Assert.That(_database.Actions.Find(_migration.ServerUuid, "req-2"), Is.Null);
    }

    [Test]
    public async Task Prune_OfTheMigration_TakesItsActionsAlong()
    {
        await AcceptAsync("req-1", Noon);
        var other = await _database.Migrations.CommitAsync(_migration with { Id = 0, Uuid = Guid.NewGuid(), ServerUuid = Guid.NewGuid() });
        await _database.Commands.AcceptAsync(Abort("req-2", Noon) with { MigrationId = other.Id, ServerUuid = other.ServerUuid });
        await _database.Migrations.CommitAsync([_migration with { Status = MigrationStatus.Completed, EndedAt = Noon.AddMinutes(1) }], []);

        await _database.Migrations.PruneAsync(Noon.AddMinutes(2), limit: 10);

        Assert.That(_database.Actions.Find(_migration.ServerUuid, "req-1"), Is.Null);
        Assert.That(_database.Actions.Find(other.ServerUuid, "req-2"), Is.Not.Null, "its migration still runs");
        Assert.That(_database.Execute("SELECT count(*) FROM actions").Single(), Is.EqualTo(1));
    }

    private Task<MigrationCommand> AcceptAsync(string request, DateTimeOffset at) => _database.Commands.AcceptAsync(Abort(request, at));

    private MigrationCommand Abort(string request, DateTimeOffset at) => new()
    {
        MigrationId = _migration.Id,
        ServerUuid = _migration.ServerUuid,
        Kind = CommandKind.Abort,
        RequestedBy = new Requester("user", "project", request),
        RequestedAt = at,
    };

    private ActionWithEvents Find(string request) => _database.Actions.Find(_migration.ServerUuid, request)!;

    private IReadOnlyList<ServerAction> List() => _database.Actions.Query(new ServerActionQuery { ServerUuid = _migration.ServerUuid })!;
}
