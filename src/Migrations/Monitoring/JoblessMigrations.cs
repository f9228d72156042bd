using Migrations.Live;

namespace Migrations.Monitoring;

/// <summary>The one way to change a migration that has no job yet. Its runner, an abort and a pass may change it in any order.</summary>
public sealed class JoblessMigrations(LiveMigrations live, MigrationsTelemetry telemetry, MonitoringJournal journal)
{
    /// <summary>Commits a change and logs it. A server whose migration has ended is left alone in the same transaction.</summary>
    /// <param name="change">Decides on the snapshot that it changes; null leaves the migration as it is.</param>
    /// <returns>Whether it was changed: not when it has a job by now, or is over.</returns>
    /// <exception cref="StoreUnavailableException">Nothing has been stored or published.</exception>
    /// <exception cref="OperationCanceledException">The same, because the caller has given up before the write began.</exception>
    public async Task<bool> ChangeAsync(
        Guid serverUuid, long id, Func<LiveSnapshot, LiveMigration, LiveMigration?> change, CancellationToken cancellationToken)
    {
        LiveMigration? before = null;
        var changes = await live.UpdateAsync(snapshot =>
        {
            before = snapshot.Find(serverUuid, id);
            return before is { AwaitsItsJob: true } && change(snapshot, before) is { } after ? Changes(snapshot, after) : LiveChanges.None;
        }, cancellationToken);
        if (changes.Migrations is not [{ Record: var record }])
            return false;
        if (before!.Record.Status != record.Status)
            journal.StatusChanged(before.Record.Status, record);
        if (record.Status.IsFinal)
            telemetry.MigrationEnded(record, inPostCopy: false);
        return true;
    }

    private static LiveChanges Changes(LiveSnapshot snapshot, LiveMigration after) => new()
    {
        Migrations = [after],
        Servers = after.Record.Status.IsFinal && snapshot.Servers.TryGetValue(after.Record.ServerUuid, out var server)
                  && snapshot.Of(server.Uuid).Length == 1
            ? [server with { TaskState = null }]
            : [],
    };
}
