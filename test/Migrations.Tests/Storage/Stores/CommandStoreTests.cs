using CsCheck;

namespace Migrations.Tests.Storage.Stores;

public sealed class CommandStoreTests
{
    private TemporaryDatabase _database = null!;
    private MigrationCommand _abort = null!;

    [SetUp]
    public async Task StoreAMigration()
    {
        _database = new TemporaryDatabase();
        var migration = await _database.Migrations.CommitAsync(Stored.Migration.Single());
        _abort = new MigrationCommand
        {
            MigrationId = migration.Id,
            ServerUuid = migration.ServerUuid,
            Kind = CommandKind.Abort,
            RequestedBy = new Requester("user", "project", "req-1"),
            RequestedAt = Stored.Time.Single(),
        };
    }

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public async Task Accept_RepeatWhilePending_IsTheFirstCommand()
    {
        var first = await _database.Commands.AcceptAsync(_abort);

        var repeat = await _database.Commands.AcceptAsync(_abort with { RequestedBy = new Requester("other", null, "req-2") });

        Assert.That(repeat, Is.EqualTo(first));
        Assert.That(_database.Commands.Of(_abort.MigrationId), Is.EqualTo(new[] { first }));
    }

    [Test]
    public async Task Accept_AtOnceFromManyThreads_IsOneCommandWithAnActionForEach()
    {
        var store = _database.Commands;
        var requests = Enumerable.Range(0, 1000).Select(number => $"req-{number}").ToList();

        var accepted = await Task.WhenAll(requests.Select(request =>
            Task.Run(() => store.AcceptAsync(_abort with { RequestedBy = new Requester("user", "project", request) }))));

        Assert.That(accepted.Select(command => command.Id), Is.All.EqualTo(accepted[0].Id).And.All.Positive);
        var actions = _database.Actions.Query(new ServerActionQuery { ServerUuid = _abort.ServerUuid })!;
        Assert.That(actions.Select(action => action.RequestId), Is.EquivalentTo(requests));
    }

    [Test]
    public async Task Accept_OtherKindOrSettledBefore_IsANewCommand()
    {
        var settled = await _database.Commands.AcceptAsync(_abort) with { Outcome = CommandOutcome.Refused };
        await _database.Commands.SaveAsync(settled);

        var again = await _database.Commands.AcceptAsync(_abort);
        var other = await _database.Commands.AcceptAsync(_abort with { Kind = CommandKind.ForceComplete });

        Assert.That(_database.Commands.Pending(), Is.EqualTo(new[] { again, other }));
        Assert.That(_database.Commands.Of(_abort.MigrationId), Is.EqualTo(new[] { settled, again, other }));
    }

    [Test]
    public async Task Accept_ForAMigrationThatIsNotStored_IsRefusedAndLeavesNothing()
    {
        Assert.That(() => _database.Commands.AcceptAsync(_abort with { MigrationId = 4711 }), Throws.Exception);

        var accepted = await _database.Commands.AcceptAsync(_abort);

        Assert.That(_database.Commands.Pending(), Is.EqualTo(new[] { accepted }));
        Assert.That(_database.Actions.Query(new ServerActionQuery { ServerUuid = _abort.ServerUuid }), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Save_Started_StaysPending()
    {
        var started = await _database.Commands.AcceptAsync(_abort) with { StartedAt = Stored.Time.Single() };

        await _database.Commands.SaveAsync(started);

        Assert.That(_database.Commands.Pending(), Is.EqualTo(new[] { started }));
    }

    [Test]
    public async Task Save_Settled_IsNoLongerPending()
    {
        var settled = await _database.Commands.AcceptAsync(_abort) with
        {
            Outcome = CommandOutcome.Done,
            EndedAt = Stored.Time.Single(),
            Means = ForceCompleteMeans.Pause,
            Reason = "done",
        };

        await _database.Commands.SaveAsync(settled);

        Assert.That(_database.Commands.Pending(), Is.Empty);
        Assert.That(_database.Commands.Of(_abort.MigrationId), Is.EqualTo(new[] { settled }));
    }
}
