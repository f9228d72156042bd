using CsCheck;
using Migrations.Drivers;
using Migrations.Operations;

namespace Migrations.Tests.Storage;

public sealed class CommandStoreTests
{
    private TemporaryDatabase _database = null!;
    private MigrationCommand _abort = null!;

    [SetUp]
    public void StoreAMigration()
    {
        _database = new TemporaryDatabase();
        var migration = _database.Migrations.Commit([Stored.Migration.Single()], []).Single();
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
    public void Accept_RepeatWhilePending_IsTheFirstCommand()
    {
        var first = _database.Commands.Accept(_abort);

        var repeat = _database.Commands.Accept(_abort with { RequestedBy = new Requester("other", null, "req-2") });

        Assert.That(repeat, Is.EqualTo(first));
        Assert.That(_database.Commands.Of(_abort.MigrationId), Is.EqualTo(new[] { first }));
    }

    [Test]
    public void Accept_AtOnceFromManyThreads_IsOneCommand()
    {
        var ids = new long[16];
        Parallel.For(0, ids.Length, i => ids[i] = _database.Commands.Accept(_abort).Id);

        Assert.That(ids, Is.All.EqualTo(ids[0]).And.All.Positive);
    }

    [Test]
    public void Accept_OtherKindOrSettledBefore_IsANewCommand()
    {
        var settled = _database.Commands.Accept(_abort) with { Outcome = CommandOutcome.Refused };
        _database.Commands.Save(settled);

        var again = _database.Commands.Accept(_abort);
        var other = _database.Commands.Accept(_abort with { Kind = CommandKind.ForceComplete });

        Assert.That(_database.Commands.Pending(), Is.EqualTo(new[] { again, other }));
        Assert.That(_database.Commands.Of(_abort.MigrationId), Is.EqualTo(new[] { settled, again, other }));
    }

    [Test]
    public void Accept_ForAMigrationThatIsNotStored_IsRefused() =>
        Assert.That(() => _database.Commands.Accept(_abort with { MigrationId = 4711 }), Throws.Exception);

    [Test]
    public void Save_Started_StaysPending()
    {
        var started = _database.Commands.Accept(_abort) with { StartedAt = Stored.Time.Single() };

        _database.Commands.Save(started);

        Assert.That(_database.Commands.Pending(), Is.EqualTo(new[] { started }));
    }

    [Test]
    public void Save_Settled_IsNoLongerPending()
    {
        var settled = _database.Commands.Accept(_abort) with
        {
            Outcome = CommandOutcome.Done,
            EndedAt = Stored.Time.Single(),
            Means = ForceCompleteMeans.Pause,
            Reason = "done",
        };

        _database.Commands.Save(settled);

        Assert.That(_database.Commands.Pending(), Is.Empty);
        Assert.That(_database.Commands.Of(_abort.MigrationId), Is.EqualTo(new[] { settled }));
    }
}
