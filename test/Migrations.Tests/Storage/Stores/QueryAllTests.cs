namespace Migrations.Tests.Storage.Stores;

public sealed class QueryAllTests
{
    private static readonly MigrationQuery Everything = new() { Limit = 1 };

    private TemporaryDatabase _database = null!;

    [SetUp]
    public void CreateMigrations()
    {
        _database = new TemporaryDatabase();
        _database.Migrations.Load();
        ManyMigrations.AddTo(_database.Path, 1000);
    }

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public void QueryAll_OfMoreThanOneReading_FindsEachOnceFromTheOldestOn()
    {
        var found = _database.Migrations.QueryAll(Everything).Select(migration => migration.Id);

        Assert.That(found, Is.EqualTo(Enumerable.Range(1, 1000)));
    }

    [Test]
    public async Task QueryAll_WhileWhatWasReadIsDeleted_GoesOn()
    {
        using var found = _database.Migrations.QueryAll(Everything).GetEnumerator();
        found.MoveNext();

        await _database.Migrations.PruneAsync(DateTimeOffset.UnixEpoch.AddSeconds(501), 1000);

        var rest = new List<long>();
        while (found.MoveNext())
            rest.Add(found.Current.Id);
        Assert.That(rest, Is.Ordered.Ascending.And.Unique);
        Assert.That(rest.Where(id => id > 500), Is.EqualTo(Enumerable.Range(501, 500)));
    }

    [Test]
    public void QueryAll_ThatIsLeftStanding_KeepsTheLogOfTheDatabaseFromGrowing()
    {
        using var found = _database.Migrations.QueryAll(Everything).GetEnumerator();
        found.MoveNext();
        var written = 0L;

        for (var round = 0; round < 40; round++)
        {
            _database.Execute($"UPDATE migrations SET reason = printf('%1000d', {round}), status = 'failed'");
            written += 1000 * 1000;
        }

        Assert.That(new FileInfo($"{_database.Path}-wal").Length, Is.LessThan(written / 3));
    }
}
