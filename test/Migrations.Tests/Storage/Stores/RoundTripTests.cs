using CsCheck;

namespace Migrations.Tests.Storage.Stores;

public sealed class RoundTripTests
{
    private readonly TemporaryDatabase _database = new();

    [OneTimeTearDown]
    public void DeleteDatabase() => _database.Dispose();

    [Test]
    public async Task Migration_OfAnyKind_IsReadAsStored()
    {
        var store = _database.Migrations;
        await Stored.Migration.SampleAsync(async migration =>
        {
            var inserted = await store.CommitAsync(migration);
            return inserted == migration with { Id = inserted.Id }
                && store.Find(migration.ServerUuid, inserted.Id) == inserted;
        }, iter: 200);
    }

    [Test]
    public async Task Migration_ChangedInAnyWay_IsReadAsChanged()
    {
        var store = _database.Migrations;
        await Gen.Select(Stored.Migration, Stored.Migration).SampleAsync(async (first, second) =>
        {
            var changed = second with { Id = (await store.CommitAsync(first)).Id };
            var inserted = await store.CommitAsync([changed], []);
            return inserted.Count == 0 && store.Find(second.ServerUuid, changed.Id) == changed;
        }, iter: 200);
    }

    [Test]
    public async Task Server_OfAnyKindAndChanged_IsReadAsLastStored()
    {
        var store = _database.Migrations;
        await Gen.Select(Stored.Server, Stored.Server).SampleAsync(async (first, second) =>
        {
            var changed = second with { Uuid = first.Uuid };
            await store.CommitAsync([], [first]);
            await store.CommitAsync([], [changed]);
            return store.Load().Servers.Single(server => server.Uuid == first.Uuid) == changed;
        }, iter: 100);
    }

    [Test]
    public async Task Command_OfAnyKindAndOutcome_IsReadAsStored()
    {
        var store = _database.Commands;
        await Gen.Select(Stored.Migration, Stored.Command).SampleAsync(async (migration, generated) =>
        {
            var id = (await _database.Migrations.CommitAsync(migration)).Id;
            var command = generated with { MigrationId = id, ServerUuid = migration.ServerUuid };
            var accepted = await store.AcceptAsync(command);
            return accepted == command with { Id = accepted.Id } && store.Of(id).Single() == accepted;
        }, iter: 200);
    }

    [Test]
    public async Task Time_FinerThanAMicrosecond_IsCutToOne()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1234567);
        var migration = Stored.Migration.Single() with { CreatedAt = time };

        var stored = await _database.Migrations.CommitAsync(migration);

        Assert.That(_database.Migrations.Find(stored.ServerUuid, stored.Id)!.CreatedAt, Is.EqualTo(time.AddTicks(-7)));
    }
}
