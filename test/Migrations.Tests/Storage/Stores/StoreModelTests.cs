using CsCheck;
using Migrations.Storage.Stores;

namespace Migrations.Tests.Storage.Stores;

public sealed class StoreModelTests
{
    /// <summary>One call of the store; <c>Picked</c> chooses among what is stored by then, and whether everything or only the progress changes.</summary>
    private sealed record Step(Migration[] New, Server[] Servers, (int Index, Migration Change, bool OnlyProgress)[] Picked, DateTimeOffset? PruneBefore);

    private static readonly Gen<Step> AnyStep =
        from added in Stored.Migration.Array[0, 3]
        from servers in Stored.Server.Array[0, 2]
        from picked in Gen.Select(Gen.Int[0, 100], Stored.Migration, Gen.Bool).Array[0, 3]
        from pruneBefore in Stored.Time.Nullable()
        select new Step(added, servers, picked, pruneBefore);

    [Test]
    public Task Store_AfterAnySteps_HoldsWhatAListWould() => AnyStep.Array[1, 8].SampleAsync(async steps =>
    {
        using var database = new TemporaryDatabase();
        var model = new Model();
        foreach (var step in steps)
        {
            await model.CommitAsync(database.Migrations, step);
            if (step.PruneBefore is { } before)
                await model.PruneAsync(database.Migrations, before);
            database.Close();
            model.AssertSame(database.Migrations);
        }
    }, iter: 40);

    private sealed class Model
    {
        private readonly Dictionary<long, Migration> _migrations = [];
        private readonly Dictionary<Guid, Server> _servers = [];

        public async Task CommitAsync(MigrationStore store, Step step)
        {
            var known = _migrations.Values.ToList();
            var changed = step.Picked.Where(picked => picked.Index < known.Count).DistinctBy(picked => picked.Index)
                .Select(picked => (Before: known[picked.Index], After: Change(known[picked.Index], picked.Change, picked.OnlyProgress))).ToList();
            var added = step.New.Zip(step.Servers.Concat(step.Servers).Concat(step.Servers),
                (migration, server) => migration with { ServerUuid = server.Uuid }).ToList();

            var inserted = await store.CommitAsync(
                [
                    .. added.Select(migration => new MigrationChange(migration, [])),
                    .. changed.Select(change => new MigrationChange(change.After, []) { Before = change.Before }),
                ],
                step.Servers, CancellationToken.None);

            Assert.That(inserted, Is.EqualTo(added.Zip(inserted, (before, after) => before with { Id = after.Id })));
            foreach (var migration in inserted.Concat(changed.Select(change => change.After)))
                _migrations[migration.Id] = migration;
            foreach (var server in step.Servers)
                _servers[server.Uuid] = server;
        }

        private static Migration Change(Migration known, Migration change, bool onlyProgress) => onlyProgress
            ? known with { Progress = change.Progress, UpdatedAt = change.UpdatedAt }
            : change with { Id = known.Id, Uuid = known.Uuid };

        public async Task PruneAsync(MigrationStore store, DateTimeOffset before)
        {
            var pruned = _migrations.Values.Where(migration => migration.EndedAt < before)
                .OrderBy(migration => migration.EndedAt).ThenBy(migration => migration.Id).Take(2).ToList();

            Assert.That((await store.PruneAsync(before, 2)).Count, Is.EqualTo(pruned.Count));
            foreach (var migration in pruned)
                _migrations.Remove(migration.Id);
            foreach (var uuid in pruned.Select(migration => migration.ServerUuid))
                if (_migrations.Values.All(migration => migration.ServerUuid != uuid))
                    _servers.Remove(uuid);
        }

        public void AssertSame(MigrationStore store)
        {
            var loaded = store.Load();
            Assert.That(loaded.Servers, Is.EquivalentTo(_servers.Values));
            Assert.That(loaded.Unfinished, Is.EquivalentTo(_migrations.Values.Where(migration => !migration.Status.IsFinal)));
            Assert.That(store.Query(new MigrationQuery { Limit = 1000 }), Is.EquivalentTo(_migrations.Values.Select(Stored.Summary)));
            Assert.That(_migrations.Values.Select(migration => store.Find(migration.ServerUuid, migration.Id)), Is.EqualTo(_migrations.Values));
        }
    }
}
