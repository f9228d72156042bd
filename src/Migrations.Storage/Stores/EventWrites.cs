using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Rows;

namespace Migrations.Storage.Stores;

/// <summary>The statements that add to the event log what a transaction changes.</summary>
internal static class EventWrites
{
    public static void AddEvents(this SqliteConnection connection, SqliteTransaction transaction, IEnumerable<EventRow> events) =>
        connection.Execute(
            """
            INSERT INTO events (kind, migration_id, server_uuid, occurred_at, status, verdict, text)
            VALUES (@Kind, @MigrationId, @ServerUuid, @OccurredAt, @Status, @Verdict, @Text)
            """,
            events.ToList(), transaction);

    /// <summary>Tells why a policy has given a command; nothing when a caller has.</summary>
    public static void AddPolicyEvent(this SqliteConnection connection, SqliteTransaction transaction, MigrationCommand command)
    {
        if (command.PolicyText is { } text)
            connection.Execute(
                """
                INSERT INTO events (kind, migration_id, server_uuid, occurred_at, status, verdict, text)
                SELECT 'policy', id, server_uuid, @RequestedAt, status,
                  (SELECT verdict FROM events WHERE migration_id = migrations.id ORDER BY id DESC LIMIT 1), @Text
                FROM migrations WHERE id = @MigrationId
                """,
                new PolicyEventParameters(command.MigrationId, UnixMicroseconds.From(command.RequestedAt), text), transaction);
    }

    /// <summary>Tells that a command was accepted, or settled if it is no longer pending.</summary>
    /// <remarks>What the migration is like then is what was last told of it.</remarks>
    public static void AddEvent(this SqliteConnection connection, SqliteTransaction transaction, MigrationCommand command) =>
        connection.Execute(
            """
            INSERT INTO events (
              kind, migration_id, server_uuid, occurred_at, status, verdict, text,
              command_id, command_kind, command_outcome, command_means, request_id)
            SELECT
              CASE @Outcome WHEN 'pending' THEN 'command_accepted' ELSE 'command_settled' END, id, server_uuid,
              coalesce(@EndedAt, @RequestedAt), status,
              (SELECT verdict FROM events WHERE migration_id = migrations.id ORDER BY id DESC LIMIT 1), @Reason,
              @Id, @Kind, @Outcome, @Means, @RequestId
            FROM migrations WHERE id = @MigrationId
            """,
            CommandRow.From(command), transaction);
}

internal sealed record PolicyEventParameters(long MigrationId, long RequestedAt, string Text);
