using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Rows;

namespace Migrations.Storage.Stores;

/// <summary>The statements of a commit.</summary>
internal static class MigrationWrites
{
    /// <summary>How many changes one statement writes: a statement for each costs more than the change, and a longer text would go to the large object heap.</summary>
    private const int ChangesAtOnce = 200;

    public static void Save(this SqliteConnection connection, SqliteTransaction transaction, IEnumerable<Server> servers) =>
        connection.Execute(
            """
            INSERT INTO servers (uuid, name, state, task_state, locked, host, user_id, project_id, deleted)
            VALUES (@Uuid, @Name, @State, @TaskState, @Locked, @Host, @UserId, @ProjectId, @Deleted)
            ON CONFLICT (uuid) DO UPDATE SET
              name = excluded.name, state = excluded.state, task_state = excluded.task_state, locked = excluded.locked,
              host = excluded.host, user_id = excluded.user_id, project_id = excluded.project_id, deleted = excluded.deleted
            """,
            servers.Select(ServerRow.From).ToList(), transaction);

    /// <returns>The new id.</returns>
    public static long Insert(this SqliteConnection connection, SqliteTransaction transaction, Migration migration) =>
        connection.QuerySingle<long>(
            """
            INSERT INTO migrations (
              uuid, server_uuid, status, source_compute, source_node, dest_compute, dest_node, dest_host,
              memory_total_bytes, memory_processed_bytes, memory_remaining_bytes,
              disk_total_bytes, disk_processed_bytes, disk_remaining_bytes, percent, setup_time, downtime,
              user_id, project_id, created_at, updated_at, ended_at, reason, job_id,
              end_reason, elapsed, memory_bytes_per_second, disk_bytes_per_second, dirty_bytes_per_second,
              iteration, post_copy_requests, throttle_percent)
            VALUES (
              @Uuid, @ServerUuid, @Status, @SourceCompute, @SourceNode, @DestCompute, @DestNode, @DestHost,
              @MemoryTotalBytes, @MemoryProcessedBytes, @MemoryRemainingBytes,
              @DiskTotalBytes, @DiskProcessedBytes, @DiskRemainingBytes, @Percent, @SetupTime, @Downtime,
              @UserId, @ProjectId, @CreatedAt, @UpdatedAt, @EndedAt, @Reason, @JobId,
              @EndReason, @Elapsed, @MemoryBytesPerSecond, @DiskBytesPerSecond, @DirtyBytesPerSecond,
              @Iteration, @PostCopyRequests, @ThrottlePercent)
            RETURNING id
            """,
            migration.ToRow(), transaction);

    /// <remarks>
    /// Most samples change only the bytes, the percentage and the time of the change, so these have a short row of their own. SQLite
    /// rewrites a whole row, and the index entries of every column that is assigned, changed or not. So the row of the migration is
    /// written only when something else has changed, or when it ends.
    /// </remarks>
    public static void Update(
        this SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<MigrationChange> changes)
    {
        var known = changes.Where(change => change.Migration.Id != 0).ToLookup(change => change.Migration.Status.IsFinal);
        foreach (var some in known[false].Chunk(ChangesAtOnce))
        {
            connection.Execute(
                """
                INSERT INTO progress (
                  migration_id, memory_processed_bytes, memory_remaining_bytes, disk_processed_bytes, disk_remaining_bytes,
                  percent, updated_at)
                SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
                FROM jsonb_each(@Changes) WHERE true
                ON CONFLICT (migration_id) DO UPDATE SET
                  memory_processed_bytes = excluded.memory_processed_bytes, memory_remaining_bytes = excluded.memory_remaining_bytes,
                  disk_processed_bytes = excluded.disk_processed_bytes, disk_remaining_bytes = excluded.disk_remaining_bytes,
                  percent = excluded.percent, updated_at = excluded.updated_at
                """,
                new CountsParameters(JsonSerializer.Serialize(
                    [.. some.Select(change => CountsOf(change.Migration))], CountsJson.Default.NullableInt64ArrayArray)),
                transaction);
        }
        connection.Execute(
            """
            UPDATE migrations SET
              uuid = @Uuid, server_uuid = @ServerUuid, status = @Status, source_compute = @SourceCompute, source_node = @SourceNode,
              dest_compute = @DestCompute, dest_node = @DestNode, dest_host = @DestHost, user_id = @UserId, project_id = @ProjectId,
              created_at = @CreatedAt, updated_at = @UpdatedAt, ended_at = @EndedAt, reason = @Reason, job_id = @JobId,
              memory_total_bytes = @MemoryTotalBytes, memory_processed_bytes = @MemoryProcessedBytes,
              memory_remaining_bytes = @MemoryRemainingBytes, disk_total_bytes = @DiskTotalBytes,
              disk_processed_bytes = @DiskProcessedBytes, disk_remaining_bytes = @DiskRemainingBytes, percent = @Percent,
              setup_time = @SetupTime, downtime = @Downtime, end_reason = @EndReason, elapsed = @Elapsed,
              memory_bytes_per_second = @MemoryBytesPerSecond, disk_bytes_per_second = @DiskBytesPerSecond,
              dirty_bytes_per_second = @DirtyBytesPerSecond, iteration = @Iteration,
              post_copy_requests = @PostCopyRequests, throttle_percent = @ThrottlePercent
            WHERE id = @Id
            """,
            known[false].Where(HasMoreThanCounted).Concat(known[true]).Select(change => change.Migration.ToRow()).ToList(), transaction);
        connection.Execute(
            "DELETE FROM progress WHERE migration_id = @MigrationId",
            known[true].Select(change => new MigrationIdParameter(change.Migration.Id)).ToList(), transaction);
    }

    /// <summary>The id and what is counted, in the order of the statement above.</summary>
    private static long?[] CountsOf(Migration migration) =>
    [
        migration.Id,
        migration.Progress.Memory.ProcessedBytes,
        migration.Progress.Memory.RemainingBytes,
        migration.Progress.Disk.ProcessedBytes,
        migration.Progress.Disk.RemainingBytes,
        migration.Progress.Percent,
        UnixMicroseconds.From(migration.UpdatedAt),
    ];

    private static bool HasMoreThanCounted(MigrationChange change) =>
        change.Before is not { } before
        || Uncounted(before.Progress) != Uncounted(change.Migration.Progress)
        || before with { Progress = change.Migration.Progress, UpdatedAt = change.Migration.UpdatedAt } != change.Migration;

    private static (long?, long?, TimeSpan?, TimeSpan?) Uncounted(MigrationProgress progress) =>
        (progress.Memory.TotalBytes, progress.Disk.TotalBytes, progress.SetupTime, progress.Downtime);
}

/// <param name="Changes">An array of arrays of numbers.</param>
internal sealed record CountsParameters(string Changes);

[JsonSerializable(typeof(long?[][]))]
internal sealed partial class CountsJson : JsonSerializerContext;
