using CsCheck;

namespace Migrations.Tests.Storage.Stores;

public sealed class MigrationPageTests
{
    private static readonly Gen<string?> Word = Gen.OneOf(Gen.Const("a"), Gen.Const("b")).Null();
    private static readonly Guid[] Servers = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
    private static readonly Gen<Guid> AnyServer = Gen.Int[0, 2].Select(index => Servers[index]);

    private static readonly Gen<DateTimeOffset> Minute =
        Gen.Int[0, 30].Select(minutes => DateTimeOffset.UnixEpoch.AddMinutes(minutes));

    private static readonly Gen<Migration> Colliding =
        from migration in Stored.Migration
        from server in AnyServer
        from hosts in Gen.Select(Word, Word)
        from owner in Gen.Select(Word, Word)
        from times in Gen.Select(Minute, Minute.Nullable())
        select migration with
        {
            ServerUuid = server,
            SourceCompute = hosts.Item1,
            DestCompute = hosts.Item2,
            UserId = owner.Item1,
            ProjectId = owner.Item2,
            CreatedAt = times.Item1,
            UpdatedAt = times.Item2,
        };

    private readonly TemporaryDatabase _database = new();
    private List<Migration> _newestFirst = [];

    [OneTimeSetUp]
    public async Task StoreMigrations() => _newestFirst =
        (await _database.Migrations.CommitAsync(Colliding.Array[300].Single(_ => true, "0N0XIzNsQ0O2"), []))
        .OrderByDescending(migration => migration.CreatedAt).ThenByDescending(migration => migration.Id).ToList();

    [OneTimeTearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public void Query_OfAnyKind_FindsWhatAFilteredListHas() =>
        AnyQuery().Sample(any => _database.Migrations.Query(any)!.SequenceEqual(Expected(any)), iter: 2000);

    [Test]
    public void QueryAll_OfAnyKind_FindsWhatAFilteredListHasFromTheOldestOn() =>
        AnyQuery().Sample(
            any => _database.Migrations.QueryAll(any).SequenceEqual(Expected(any with { Marker = null, Limit = 300 }).Reverse()), iter: 1000);

    [Test]
    public void Query_PageAfterPage_ReadsEachMigrationOnce()
    {
        var read = new List<MigrationSummary>();
        var query = new MigrationQuery { Host = "a", Limit = 7 };
        while (_database.Migrations.Query(query)! is [.., var last] page)
        {
            read.AddRange(page);
            query = query with { Marker = last.Uuid };
        }

        Assert.That(read, Is.EqualTo(Expected(new MigrationQuery { Host = "a", Limit = 300 })));
    }

    [Test]
    public void Query_UnknownMarker_IsNull() =>
        Assert.That(_database.Migrations.Query(new MigrationQuery { Marker = Guid.NewGuid(), Limit = 1 }), Is.Null);

    [Test]
    public void Query_UnknownStatus_IsEmpty() =>
        Assert.That(_database.Migrations.Query(new MigrationQuery { Status = "flying", Limit = 10 }), Is.Empty);

    [Test]
    public async Task Query_ChangedInTheLastMoment_FindsTheOldestMigrationWhetherItHasEndedOrNot(
        [Values(MigrationStatus.Completed, MigrationStatus.Running)] MigrationStatus oldest)
    {
        using var database = new TemporaryDatabase();
        var ended = Changed(Given.Migration(MigrationStatus.Completed, id: 0) with { EndedAt = Given.Now });
        var running = Changed(Given.Migration(id: 0) with { Uuid = Guid.NewGuid() });
        await database.Migrations.CommitAsync([ended, running], []);

        var found = database.Migrations.Query(new MigrationQuery { ChangedSince = Given.Now, Limit = 10 })!;

        Assert.That(found.Select(migration => migration.Uuid), Is.EquivalentTo(new[] { ended.Uuid, running.Uuid }));

        Migration Changed(Migration migration) => migration with
        {
            CreatedAt = Given.Now.AddDays(migration.Status == oldest ? -7 : -1),
            UpdatedAt = Given.Now,
        };
    }

    private Gen<MigrationQuery> AnyQuery() =>
        from words in Gen.Select(Word, Word, Word, Word)
        from server in AnyServer.Nullable()
        from status in Gen.Enum<MigrationStatus>().Nullable()
        from changed in Gen.Select(Minute.Nullable(), Minute.Nullable())
        from marker in Gen.Int[0, 299].Nullable()
        from limit in Gen.Int[0, 40]
        select new MigrationQuery
        {
            Host = words.Item1,
            SourceCompute = words.Item2,
            UserId = words.Item3,
            ProjectId = words.Item4,
            ServerUuid = server,
            Status = status?.WireName,
            ChangedSince = changed.Item1,
            ChangedBefore = changed.Item2,
            Marker = marker is { } index ? _newestFirst[index].Uuid : null,
            Limit = limit,
        };

    private IEnumerable<MigrationSummary> Expected(MigrationQuery query) => _newestFirst
        .SkipWhile(migration => query.Marker is { } marker && migration.Uuid != marker)
        .Skip(query.Marker is null ? 0 : 1)
        .Where(migration => query.Host is null || migration.SourceCompute == query.Host || migration.DestCompute == query.Host)
        .Where(migration => query.SourceCompute is null || migration.SourceCompute == query.SourceCompute)
        .Where(migration => query.ServerUuid is null || migration.ServerUuid == query.ServerUuid)
        .Where(migration => query.Status is null || migration.Status.WireName == query.Status)
        .Where(migration => query.UserId is null || migration.UserId == query.UserId)
        .Where(migration => query.ProjectId is null || migration.ProjectId == query.ProjectId)
        .Where(migration => query.ChangedSince is null || (migration.UpdatedAt ?? migration.CreatedAt) >= query.ChangedSince)
        .Where(migration => query.ChangedBefore is null || (migration.UpdatedAt ?? migration.CreatedAt) <= query.ChangedBefore)
        .Take(query.Limit).Select(Stored.Summary);
}
