using Dapper;
using Microsoft.Data.Sqlite;

namespace Migrations.Storage;

/// <summary>Migrations and their servers in SQLite.</summary>
public sealed class MigrationStore(MigrationsDatabase database) : IMigrationStore
{
    private const string SelectMigrations = $"SELECT {MigrationRow.Columns} FROM migrations";

    public StoredMigrations Load() => database.Read(connection => new StoredMigrations(
        connection.Query<ServerRow>(
                "SELECT uuid, name, state, task_state, locked, host, user_id, project_id FROM servers")
            .Select(row => row.ToServer()).ToList(),
        connection.Query<MigrationRow>($"{SelectMigrations} WHERE ended_at IS NULL ORDER BY id")
            .Select(row => row.ToMigration()).ToList()));

    public IReadOnlyList<Migration> Commit(IReadOnlyList<Migration> migrations, IReadOnlyList<Server> servers) =>
        database.Write((connection, transaction) =>
        {
            Save(connection, transaction, servers);
            Update(connection, transaction, migrations);
            return migrations
                .Where(migration => migration.Id == 0)
                .Select(migration => migration with { Id = Insert(connection, transaction, migration) })
                .ToList();
        });

    public Migration? Find(Guid serverUuid, long id) => database.Read(connection =>
        connection.QuerySingleOrDefault<MigrationRow>(
            $"{SelectMigrations} WHERE id = @Id AND server_uuid = @ServerUuid",
            new MigrationKey(id, serverUuid.ToString()))?.ToMigration());

    public Migration? FindLatest(Guid serverUuid) =>
        Query(new MigrationQuery { ServerUuid = serverUuid, Limit = 1 }) is [var latest] ? latest : null;

    public IReadOnlyList<Migration>? Query(MigrationQuery query) => database.Read(connection =>
    {
        var marker = query.Marker is { } uuid ? FindMarker(connection, uuid) : null;
        if (query.Marker is not null && marker is null)
            return null;
        return connection.Query<MigrationRow>(MigrationPage.Sql(query), MigrationPageParameters.From(query, marker))
            .Select(row => row.ToMigration()).ToList();
    });

    public int Prune(DateTimeOffset endedBefore, int limit) => database.Write((connection, transaction) =>
    {
        var pruned = connection.Query<string>(
            """
            DELETE FROM migrations
            WHERE id IN (SELECT id FROM migrations WHERE ended_at < @EndedBefore ORDER BY ended_at LIMIT @Limit)
            RETURNING server_uuid
            """,
            new PruneParameters(UnixMicroseconds.From(endedBefore), limit), transaction).ToArray();
        connection.Execute(
            """
            DELETE FROM servers
            WHERE uuid = @Uuid AND NOT EXISTS (SELECT 1 FROM migrations WHERE server_uuid = servers.uuid)
            """,
            pruned.Distinct().Select(uuid => new UuidParameter(uuid)).ToList(), transaction);
        return pruned.Length;
    });

    private static PageMarker? FindMarker(SqliteConnection connection, Guid uuid) =>
        connection.QuerySingleOrDefault<PageMarker>(
            "SELECT created_at, id FROM migrations WHERE uuid = @Uuid", new UuidParameter(uuid.ToString()));

    private static void Save(SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<Server> servers) =>
        connection.Execute(
            """
            INSERT INTO servers (uuid, name, state, task_state, locked, host, user_id, project_id)
            VALUES (@Uuid, @Name, @State, @TaskState, @Locked, @Host, @UserId, @ProjectId)
            ON CONFLICT (uuid) DO UPDATE SET
              name = excluded.name, state = excluded.state, task_state = excluded.task_state, locked = excluded.locked,
              host = excluded.host, user_id = excluded.user_id, project_id = excluded.project_id
            """,
            servers.Select(ServerRow.From).ToList(), transaction);

    private static long Insert(SqliteConnection connection, SqliteTransaction transaction, Migration migration) =>
        connection.QuerySingle<long>(
            """
            INSERT INTO migrations (
              uuid, server_uuid, status, source_compute, source_node, dest_compute, dest_node, dest_host,
              memory_total_bytes, memory_processed_bytes, memory_remaining_bytes,
              disk_total_bytes, disk_processed_bytes, disk_remaining_bytes, percent,
              user_id, project_id, created_at, updated_at, ended_at, reason, job_id)
            VALUES (
              @Uuid, @ServerUuid, @Status, @SourceCompute, @SourceNode, @DestCompute, @DestNode, @DestHost,
              @MemoryTotalBytes, @MemoryProcessedBytes, @MemoryRemainingBytes,
              @DiskTotalBytes, @DiskProcessedBytes, @DiskRemainingBytes, @Percent,
              @UserId, @ProjectId, @CreatedAt, @UpdatedAt, @EndedAt, @Reason, @JobId)
            RETURNING id
            """,
            migration.ToRow(), transaction);

    private static void Update(
        SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<Migration> migrations) =>
        connection.Execute(
            """
            UPDATE migrations SET
              uuid = @Uuid, server_uuid = @ServerUuid, status = @Status,
              source_compute = @SourceCompute, source_node = @SourceNode,
              dest_compute = @DestCompute, dest_node = @DestNode, dest_host = @DestHost,
              memory_total_bytes = @MemoryTotalBytes, memory_processed_bytes = @MemoryProcessedBytes,
              memory_remaining_bytes = @MemoryRemainingBytes, disk_total_bytes = @DiskTotalBytes,
              disk_processed_bytes = @DiskProcessedBytes, disk_remaining_bytes = @DiskRemainingBytes, percent = @Percent,
              user_id = @UserId, project_id = @ProjectId, created_at = @CreatedAt, updated_at = @UpdatedAt,
              ended_at = @EndedAt, reason = @Reason, job_id = @JobId
            WHERE id = @Id
            """,
            migrations.Where(migration => migration.Id != 0).Select(migration => migration.ToRow()).ToList(), transaction);
}
