using CsCheck;

namespace Migrations.Tests.Storage.Stores;

public sealed class ServerActionQueryTests
{
    private static readonly Guid Server = Guid.Parse("11111111-1111-1111-1111-111111111111");

    /// <summary>Actions with few different times, so that many are alike.</summary>
    private static readonly Gen<(int StartedAt, int? UpdatedAt)[]> Actions =
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 6].Nullable()).Array[0, 12];

    private TemporaryDatabase _database = null!;

    [SetUp]
    public void CreateFolder() => _database = new TemporaryDatabase();

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public void Query_OfAnyPage_IsTheStretchOfTheWholeListAfterTheMarker() =>
        Gen.Select(Actions, Gen.Int[0, 12], Gen.Int[1, 5], Gen.Int[0, 6].Nullable(), Gen.Int[0, 6].Nullable())
            .Sample((stored, marker, limit, since, before) =>
            {
                Store(stored);
                var all = stored.Index().OrderByDescending(action => action.Item.StartedAt).ThenByDescending(action => action.Index).ToList();
                var isMarked = marker < all.Count;
                var expected = (isMarked ? all.Skip(marker + 1) : all)
                    .Where(action => since is null || action.Item.UpdatedAt >= since)
                    .Where(action => before is null || action.Item.UpdatedAt <= before)
                    .Take(limit).Select(action => $"req-{action.Index}");

                var page = _database.Actions.Query(new ServerActionQuery
                {
                    ServerUuid = Server,
                    Marker = isMarked ? $"req-{all[marker].Index}" : null,
                    ChangedSince = Time(since),
                    ChangedBefore = Time(before),
                    Limit = limit,
                });

                Assert.That(page!.Select(action => action.RequestId), Is.EqualTo(expected));
            }, iter: 100, threads: 1);

    [Test]
    public void Query_WithoutLimit_HasAllOfThem()
    {
        Store([.. Enumerable.Repeat((1, (int?)null), 1003)]);

        Assert.That(_database.Actions.Query(new ServerActionQuery { ServerUuid = Server }), Has.Count.EqualTo(1003));
    }

    [Test]
    public void Query_WithAMarkerOfAnotherServer_IsNull()
    {
        Store([(1, null)]);

        Assert.That(_database.Actions.Query(new ServerActionQuery { ServerUuid = Guid.NewGuid(), Marker = "req-0" }), Is.Null);
    }

    /// <summary>The rows as they may come to be, also without a time of change.</summary>
    private void Store((int StartedAt, int? UpdatedAt)[] actions)
    {
        _ = _database.Opened;
        var rows = actions.Index().Select(action =>
            $"('{Server}', 'req-{action.Index}', 'live_migration_cancel', {action.Item.StartedAt}, {action.Item.UpdatedAt?.ToString() ?? "NULL"})");
        _database.Execute("DELETE FROM actions");
        if (actions.Length > 0)
            _database.Execute($"INSERT INTO actions (server_uuid, request_id, action, started_at, updated_at) VALUES {string.Join(", ", rows)}");
    }

    private static DateTimeOffset? Time(int? microseconds) =>
        microseconds is { } known ? DateTimeOffset.UnixEpoch.AddMicroseconds(known) : null;
}
