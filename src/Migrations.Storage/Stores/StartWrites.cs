using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Rows;

namespace Migrations.Storage.Stores;

/// <summary>The statements that keep starts, and the actions of their requests in step with them.</summary>
internal static class StartWrites
{
    /// <summary>The starts of migrations that are not over, by migration id.</summary>
    public static Dictionary<long, MigrationStart> UnfinishedStarts(this SqliteConnection connection) =>
        connection.Query<StartRow>(
            """
            SELECT
              migration_id, uuid, server_uuid, host, is_forced, disks, requester_user_id, requester_project_id, request_id,
              requested_at, is_awaited, checked_at, called_at,
              deadline, timeout_action, max_downtime, bandwidth, allowed_downtime
            FROM migrations JOIN starts ON migration_id = id
            WHERE ended_at IS NULL
            """).ToDictionary(row => row.MigrationId, row => row.ToStart());

    /// <summary>Saves a start, and tells the action of its request how far the migration is.</summary>
    public static void Save(
        this SqliteConnection connection, SqliteTransaction transaction, MigrationStart start, Migration migration, bool isNew)
    {
        if (isNew)
            connection.Insert(transaction, start, migration);
        else
            connection.Execute(
                """
                UPDATE starts SET
                  checked_at = @CheckedAt, called_at = @CalledAt, deadline = @Deadline, timeout_action = @TimeoutAction,
                  max_downtime = @MaxDowntime, bandwidth = @Bandwidth, allowed_downtime = @AllowedDowntime
                WHERE migration_id = @MigrationId
                """,
                StartRow.From(start, migration), transaction);
        var events = start.ToEvents(migration);
        if (events.Count > 0)
            connection.Tell(transaction, migration.Id, [.. events.Select(told => EventOfStart.From(told, migration.Id))]);
    }

    private static void Insert(this SqliteConnection connection, SqliteTransaction transaction, MigrationStart start, Migration migration)
    {
        connection.Execute(
            """
            INSERT INTO starts (
              migration_id, host, is_forced, disks, requester_user_id, requester_project_id, request_id,
              requested_at, is_awaited, checked_at, called_at)
            VALUES (
              @MigrationId, @Host, @IsForced, @Disks, @RequesterUserId, @RequesterProjectId, @RequestId,
              @RequestedAt, @IsAwaited, @CheckedAt, @CalledAt)
            """,
            StartRow.From(start, migration), transaction);
        connection.Insert(transaction, NewAction.Of(
            migration.ServerUuid, ActionsOfStarts.ActionName, start.RequestedBy, start.RequestedAt) with
        { MigrationId = migration.Id });
    }

    private static void Tell(
        this SqliteConnection connection, SqliteTransaction transaction, long migrationId, List<EventOfStart> events)
    {
        connection.Execute(
            "DELETE FROM action_events WHERE action_id IN (SELECT id FROM actions WHERE migration_id = @MigrationId)",
            new MigrationIdParameter(migrationId), transaction);
        connection.Execute(
            """
            INSERT INTO action_events (action_id, event, started_at, ended_at, result, host, details)
            SELECT id, @Event, @StartedAt, @EndedAt, @Result, @Host, @Details FROM actions WHERE migration_id = @MigrationId
            """,
            events, transaction);
        connection.Execute($"{ActionWrites.Summarize} WHERE migration_id = @MigrationId", events[^1], transaction);
    }
}

/// <summary>What an event of a start's action says.</summary>
internal sealed record EventOfStart
{
    public required long MigrationId { get; init; }
    public required string Event { get; init; }
    public required long StartedAt { get; init; }
    public long? EndedAt { get; init; }
    public string? Result { get; init; }
    public string? Host { get; init; }
    public string? Details { get; init; }

    public static EventOfStart From(ActionEvent told, long migrationId) => new()
    {
        MigrationId = migrationId,
        Event = told.Name,
        StartedAt = UnixMicroseconds.From(told.StartedAt),
        EndedAt = UnixMicroseconds.From(told.EndedAt),
        Result = told.Result,
        Host = told.Host,
        Details = told.Details,
    };
}
