using Dapper;
using Microsoft.Data.Sqlite;

namespace Migrations.Storage.Stores;

/// <summary>The statements of a commit.</summary>
internal static class MigrationWrites
{
    public static void Save(this SqliteConnection connection, SqliteTransaction transaction, IEnumerable<Server> servers) =>
        connection.Execute(
            """
            INSERT INTO servers (uuid, name, state, task_state, locked, host, user_id, project_id)
            VALUES (@Uuid, @Name, @State, @TaskState, @Locked, @Host, @UserId, @ProjectId)
            ON CONFLICT (uuid) DO UPDATE SET
              name = excluded.name, state = excluded.state, task_state = excluded.task_state, locked = excluded.locked,
              host = excluded.host, user_id = excluded.user_id, project_id = excluded.project_id
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
              user_id, project_id, created_at, updated_at, ended_at, reason, job_id)
            VALUES (
              @Uuid, @ServerUuid, @Status, @SourceCompute, @SourceNode, @DestCompute, @DestNode, @DestHost,
              @MemoryTotalBytes, @MemoryProcessedBytes, @MemoryRemainingBytes,
              @DiskTotalBytes, @DiskProcessedBytes, @DiskRemainingBytes, @Percent, @SetupTime, @Downtime,
              @UserId, @ProjectId, @CreatedAt, @UpdatedAt, @EndedAt, @Reason, @JobId)
            RETURNING id
            """,
            migration.ToRow(), transaction);

    /// <remarks>
    /// SQLite rewrites the index entries of every column that is assigned, changed or not. A tick changes none of the
    /// columns that pages are found by, so those are assigned apart, and only when they differ.
    /// </remarks>
    public static void Update(
        this SqliteConnection connection, SqliteTransaction transaction, IEnumerable<Migration> migrations)
    {
        var rows = migrations.Select(migration => migration.ToRow()).ToList();
        connection.Execute(
            """
            UPDATE migrations SET
              source_node = @SourceNode, dest_node = @DestNode, dest_host = @DestHost,
              memory_total_bytes = @MemoryTotalBytes, memory_processed_bytes = @MemoryProcessedBytes,
              memory_remaining_bytes = @MemoryRemainingBytes, disk_total_bytes = @DiskTotalBytes,
              disk_processed_bytes = @DiskProcessedBytes, disk_remaining_bytes = @DiskRemainingBytes, percent = @Percent,
              setup_time = @SetupTime, downtime = @Downtime,
              updated_at = @UpdatedAt, reason = @Reason, job_id = @JobId
            WHERE id = @Id
            """,
            rows, transaction);
        connection.Execute(
            """
            UPDATE migrations SET
              uuid = @Uuid, server_uuid = @ServerUuid, status = @Status, source_compute = @SourceCompute,
              dest_compute = @DestCompute, user_id = @UserId, project_id = @ProjectId,
              created_at = @CreatedAt, ended_at = @EndedAt
            WHERE id = @Id
              AND (uuid, server_uuid, status, source_compute, dest_compute, user_id, project_id, created_at, ended_at)
                IS NOT (@Uuid, @ServerUuid, @Status, @SourceCompute, @DestCompute, @UserId, @ProjectId, @CreatedAt, @EndedAt)
            """,
            rows, transaction);
    }
}
