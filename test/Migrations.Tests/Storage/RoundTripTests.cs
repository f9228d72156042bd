using CsCheck;

namespace Migrations.Tests.Storage;

public sealed class RoundTripTests
{
    private readonly TemporaryDatabase _database = new();

    [OneTimeTearDown]
    public void DeleteDatabase() => _database.Dispose();

    [Test]
    public void Migration_OfAnyKind_IsReadAsStored()
    {
        var store = _database.Migrations;
        Stored.Migration.Sample(migration =>
        {
            var inserted = store.Commit([migration], []).Single();
            return inserted == migration with { Id = inserted.Id }
                && store.Find(migration.ServerUuid, inserted.Id) == inserted;
        }, iter: 200);
    }

    [Test]
    public void Migration_ChangedInAnyWay_IsReadAsChanged()
    {
        var store = _database.Migrations;
        Gen.Select(Stored.Migration, Stored.Migration).Sample((first, second) =>
        {
            var changed = second with { Id = store.Commit([first], []).Single().Id };
            var inserted = store.Commit([changed], []);
            return inserted.Count == 0 && store.Find(second.ServerUuid, changed.Id) == changed;
        }, iter: 200);
    }

    [Test]
    public void Server_OfAnyKindAndChanged_IsReadAsLastStored()
    {
        var store = _database.Migrations;
        Gen.Select(Stored.Server, Stored.Server).Sample((first, second) =>
        {
            var changed = second with { Uuid = first.Uuid };
            store.Commit([], [first]);
            store.Commit([], [changed]);
            return store.Load().Servers.Single(server => server.Uuid == first.Uuid) == changed;
        }, iter: 100);
    }

    [Test]
    public void Command_OfAnyKindAndOutcome_IsReadAsStored()
    {
        var store = _database.Commands;
        Gen.Select(Stored.Migration, Stored.Command).Sample((migration, generated) =>
        {
            var id = _database.Migrations.Commit([migration], []).Single().Id;
            var command = generated with { MigrationId = id, ServerUuid = migration.ServerUuid };
            var accepted = store.Accept(command);
            return accepted == command with { Id = accepted.Id } && store.Of(id).Single() == accepted;
        }, iter: 200);
    }

    [Test]
    public void Time_FinerThanAMicrosecond_IsCutToOne()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1234567);
        var migration = Stored.Migration.Single() with { CreatedAt = time };

        var stored = _database.Migrations.Commit([migration], []).Single();

        Assert.That(_database.Migrations.Find(stored.ServerUuid, stored.Id)!.CreatedAt, Is.EqualTo(time.AddTicks(-7)));
    }
}
