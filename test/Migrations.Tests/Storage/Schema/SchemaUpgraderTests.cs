using CsCheck;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Storage.Connections;
using Migrations.Storage.Maintenance;
using Migrations.Storage.Schema;

namespace Migrations.Tests.Storage.Schema;

public sealed class SchemaUpgraderTests
{
    private static readonly SchemaScript AddNotes = new(
        SchemaScript.All[^1].Version + 1, "CREATE TABLE notes (text TEXT NOT NULL) STRICT");

    private TemporaryDatabase _database = null!;

    [SetUp]
    public void CreateFolder() => _database = new TemporaryDatabase();

    [TearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public void Scripts_OfThisBuild_AreNumberedFromOne() =>
        Assert.That(SchemaScript.All.Select(script => script.Version), Is.EqualTo(Enumerable.Range(1, SchemaScript.All.Count)));

    [Test]
    public void Upgrade_OfAnEmptyFile_ReachesTheNewestVersionAndSaysThatTheDatabaseWasCreated()
    {
        var log = new LogLines<MigrationsDatabase>();
        File.Create(_database.Path).Dispose();

        _database.Open(log).Dispose();

        var newest = SchemaScript.All[^1].Version;
        Assert.That(Version(), Is.EqualTo(newest));
        Assert.That(log.Lines, Has.One.EqualTo($"Information: Database {_database.Path} was created, with schema {newest}"));
    }

    [Test]
    public void Upgrade_OfTheNewestVersion_ChangesNothing()
    {
        _database.Open().Dispose();
        var before = File.ReadAllBytes(_database.Path);

        _database.Open().Dispose();

        Assert.That(File.ReadAllBytes(_database.Path), Is.EqualTo(before));
    }

    [Test]
    public async Task Upgrade_OfAnOlderVersion_KeepsWhatIsStored()
    {
        var stored = await _database.Migrations.CommitAsync(Stored.Migration.Single());
        _database.Close();
        var log = new LogLines<MigrationsDatabase>();

        Upgrade([.. SchemaScript.All, AddNotes], log);

        Assert.That(log.Lines, Has.One.EndsWith($"was upgraded from version {AddNotes.Version - 1} to {AddNotes.Version}"));

        Assert.That(Version(), Is.EqualTo(AddNotes.Version));
        Assert.That(_database.Execute("SELECT uuid FROM migrations"), Is.EqualTo(new[] { stored.Uuid.ToString() }));
        Assert.That(_database.Execute("SELECT text FROM notes"), Is.Empty);
    }

    [Test]
    public void Upgrade_FromVersion2_GivesEveryCommandItsAction()
    {
        BeginAt(version: 2);
        _database.Execute(
            """
            INSERT INTO servers (uuid, name, state, locked) VALUES ('11111111-1111-1111-1111-111111111111', 'web-1', 'active', 0);
            INSERT INTO migrations (id, uuid, server_uuid, status, source_compute, percent, created_at)
            VALUES (7, '22222222-2222-2222-2222-222222222222', '11111111-1111-1111-1111-111111111111', 'running', 'compute-1', 1, 1);
            INSERT INTO commands (migration_id, server_uuid, kind, requester_user_id, requester_project_id, request_id,
              requested_at, started_at, ended_at, outcome, reason)
            VALUES
              (7, '11111111-1111-1111-1111-111111111111', 'force_complete', 'u', 'p', 'req-done', 10, 20, 30, 'done', 'Done.'),
              (7, '11111111-1111-1111-1111-111111111111', 'force_complete', 'u', NULL, 'req-refused', 40, 50, 60, 'refused', 'it is busy'),
              (7, '11111111-1111-1111-1111-111111111111', 'force_complete', NULL, NULL, 'req-late', 70, NULL, 80, 'too_late', 'it is over'),
              (7, '11111111-1111-1111-1111-111111111111', 'force_complete', 'u', 'p', 'req-waits', 90, NULL, NULL, 'pending', NULL),
              (7, '11111111-1111-1111-1111-111111111111', 'abort', 'u', 'p', 'req-runs', 100, 110, NULL, 'pending', 'it waits');
            """);

        var commands = _database.Commands.Of(7);

        Assert.That(commands.Select(command => command.RequestedBy.RequestId),
            Is.EqualTo(new[] { "req-done", "req-refused", "req-late", "req-waits", "req-runs" }));
        foreach (var command in commands)
        {
            var upgraded = _database.Actions.Find(command.ServerUuid, command.RequestedBy.RequestId)!;
            Assert.That(upgraded.Action, Is.EqualTo(new ServerAction
            {
                ServerUuid = command.ServerUuid,
                Name = command.ActionName,
                RequestId = command.RequestedBy.RequestId,
                UserId = command.RequestedBy.UserId,
                ProjectId = command.RequestedBy.ProjectId,
                StartedAt = command.RequestedAt,
                UpdatedAt = command.EndedAt ?? command.StartedAt ?? command.RequestedAt,
                Message = command.ToEvent()?.Result == ActionEvent.Error ? ActionEvent.Error : null,
            }));
            Assert.That(upgraded.Events, Is.EqualTo(command.ToEvent() is { } done ? [done with { Host = "compute-1" }] : Array.Empty<ActionEvent>()));
        }
        Assert.That(_database.Migrations.Load().Servers.Single().Deleted, Is.False);
    }

    [Test]
    public async Task Upgrade_FromVersion4_BeginsAnEmptyLogOfEvents()
    {
        BeginAt(version: 4);
        _database.Execute(
            """
            INSERT INTO migrations (id, uuid, server_uuid, status, percent, created_at)
            VALUES (7, '22222222-2222-2222-2222-222222222222', '11111111-1111-1111-1111-111111111111', 'running', 1, 1)
            """);
        Assert.That(DatabaseInspection.Inspect(_database.Path).Events, Is.Zero, "an old file can be inspected");

        Assert.That(_database.Events.ReadAfter(0, 100), Is.Empty);

        var known = _database.Migrations.Load().Unfinished.Single();
        await _database.Commands.AcceptAsync(Given.Command(CommandKind.Abort) with { MigrationId = known.Id, ServerUuid = known.ServerUuid });
        Assert.That(_database.Events.ReadAfter(0, 100)!.Single().Status, Is.EqualTo(MigrationStatus.Running));
    }

    [Test]
    public async Task Upgrade_FromVersion5_KeepsActionsOfCommandsAndTakesStarts()
    {
        BeginAt(version: 5);
        _database.Execute(
            """
            INSERT INTO migrations (id, uuid, server_uuid, status, percent, created_at)
            VALUES (7, '22222222-2222-2222-2222-222222222222', '11111111-1111-1111-1111-111111111111', 'running', 1, 1);
            INSERT INTO actions (server_uuid, request_id, action, started_at)
            VALUES ('11111111-1111-1111-1111-111111111111', 'req-old', 'live_migration_cancel', 1)
            """);
        var known = _database.Migrations.Load().Unfinished.Single();
        Assert.That(_database.Migrations.Load().Starts, Is.Empty, "nobody knows who started it");
        var start = Stored.Start.Single() with { RequestedBy = Given.Requester };

        await _database.Migrations.CommitAsync(
            [new MigrationChange(Stored.Migration.Single() with { ServerUuid = known.ServerUuid }, []) { Start = start }], [], CancellationToken.None);

        Assert.That(_database.Actions.Find(known.ServerUuid, "req-old"), Is.Not.Null);
        Assert.That(_database.Actions.Find(known.ServerUuid, "req-1")!.Action.Name, Is.EqualTo("live-migration"));
    }

    [Test]
    public async Task Upgrade_FromVersion6_KeepsTheLogOfEventsAndWhereItsIdsAre()
    {
        BeginAt(version: 6);
        _database.Execute(
            """
            INSERT INTO migrations (id, uuid, server_uuid, status, percent, created_at)
            VALUES (7, '22222222-2222-2222-2222-222222222222', '11111111-1111-1111-1111-111111111111', 'running', 1, 1);
            INSERT INTO events (id, kind, migration_id, server_uuid, occurred_at, status)
            VALUES (40, 'seen', 7, '11111111-1111-1111-1111-111111111111', 1, 'running'),
              (41, 'status', 7, '11111111-1111-1111-1111-111111111111', 2, 'running');
            DELETE FROM events WHERE id = 41
            """);

        var log = _database.Events;
        Assert.That((log.LastId(), log.ReadAfter(41, 10), log.ReadAfter(40, 10)), Is.EqualTo((41L, Array.Empty<MigrationEvent>(), (MigrationEvent[]?)null)));

        var known = _database.Migrations.Load().Unfinished.Single();
        var because = new Requester("policy", null, "req-1") { Because = "its time is up" };
        await _database.Commands.AcceptAsync(Given.Command(CommandKind.Abort) with { MigrationId = 7, ServerUuid = known.ServerUuid, RequestedBy = because });
        Assert.That(log.ReadAfter(41, 10)!.Select(told => (told.Id, told.Kind)),
            Is.EqualTo(new[] { (42L, MigrationEventKind.Policy), (43L, MigrationEventKind.CommandAccepted) }));
        _database.Execute("DELETE FROM migrations");
        Assert.That(log.ReadAfter(42, 10), Is.Null, "what was deleted is remembered");
        Assert.That(_database.Execute("EXPLAIN QUERY PLAN DELETE FROM events WHERE migration_id = 1"), Has.Some.Contains("events_by_migration"));
    }

    [Test]
    public async Task Upgrade_FromVersion8_KeepsWhatWasCountedAndGoesOnCounting()
    {
        BeginAt(version: 8);
        _database.Execute(
            """
            INSERT INTO migrations (id, uuid, server_uuid, status, percent, memory_processed_bytes, created_at, updated_at)
            VALUES (7, '22222222-2222-2222-2222-222222222222', '11111111-1111-1111-1111-111111111111', 'running', 40, 4000, 1, 2)
            """);

        var known = _database.Migrations.Load().Unfinished.Single();
        Assert.That((known.Progress.Percent, known.Progress.Memory.ProcessedBytes), Is.EqualTo((40, 4000L)));
        var later = known with { Progress = known.Progress with { Percent = 50 } };
        await _database.Migrations.CommitAsync(
            [new MigrationChange(later, []) { Before = known }], [], CancellationToken.None);

        Assert.That(_database.Migrations.Load().Unfinished, Is.EqualTo(new[] { later }));
    }

    [Test]
    public void Upgrade_WithAScriptThatFails_ChangesNothing()
    {
        _database.Open().Dispose();
        var before = Version();
        var broken = new SchemaScript(AddNotes.Version + 1, "ALTER TABLE missing ADD COLUMN text TEXT");

        Assert.Throws<SqliteException>(() => Upgrade([.. SchemaScript.All, AddNotes, broken]));

        Assert.That(Version(), Is.EqualTo(before));
        Assert.That(_database.Execute("SELECT name FROM sqlite_schema WHERE name = 'notes'"), Is.Empty);
    }

    private long Version() => (long)_database.Execute("PRAGMA user_version").Single();

    /// <summary>Makes the file as a build of that version has left it.</summary>
    private void BeginAt(int version)
    {
        _database.Open().Dispose();
        File.Delete(_database.Path);
        Upgrade([.. SchemaScript.All.Take(version)]);
    }

    private void Upgrade(IReadOnlyList<SchemaScript> scripts, ILogger? log = null) =>
        WritingConnection.Open(_database.Path, new SchemaUpgrader(scripts, log ?? NullLogger.Instance)).Dispose();
}
