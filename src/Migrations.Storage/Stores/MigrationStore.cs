using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Connections;
using Migrations.Storage.Rows;

namespace Migrations.Storage.Stores;

/// <summary>Migrations and their servers in SQLite.</summary>
public sealed class MigrationStore(MigrationsDatabase database) : IMigrationStore
{
    /// <summary>Rows that <see cref="QueryAll"/> reads at a time: enough to make their query cheap, few enough to be held in memory.</summary>
    private const int Stretch = 200;

    private const string SelectMigrations = $"SELECT {MigrationRow.Columns} FROM {MigrationSummaryRow.Source}";

    private readonly PageCache _pages = new();

    public StoredMigrations Load() => database.Read(connection => new StoredMigrations(
        connection.Query<ServerRow>(
                "SELECT uuid, name, state, task_state, locked, host, user_id, project_id, deleted FROM servers")
            .Select(row => row.ToServer()).ToList(),
        connection.Query<MigrationRow>($"{SelectMigrations} WHERE ended_at IS NULL ORDER BY id")
            .Select(row => row.ToMigration()).ToList())
    {
        Starts = connection.UnfinishedStarts(),
    });

    public async Task<IReadOnlyList<Migration>> CommitAsync(
        IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> servers, CancellationToken cancellationToken)
    {
        var inserted = await ChangeAsync(
            (connection, transaction) => Commit(connection, transaction, changes, servers), cancellationToken);
        if (changes.Any(change => change.Events.Count > 0))
            database.TellOfEvents();
        return inserted;
    }

    public Task CheckAsync(CancellationToken cancellationToken) => database.CheckAsync(cancellationToken);

    public Migration? Find(Guid serverUuid, long id) => database.Read(connection =>
        connection.QuerySingleOrDefault<MigrationRow>(
            $"{SelectMigrations} WHERE id = @Id AND server_uuid = @ServerUuid",
            new MigrationKey(id, serverUuid.ToString()))?.ToMigration());

    public MigrationSummary? FindLatest(Guid serverUuid) =>
        Read(new MigrationQuery { ServerUuid = serverUuid, Limit = 1 }) is [var latest] ? latest : null;

    public Migration? FindLatestOfJob(Guid serverUuid, string jobId) => database.Read(connection =>
        connection.QueryFirstOrDefault<MigrationRow>(
            $"{SelectMigrations} WHERE server_uuid = @ServerUuid AND job_id = @JobId ORDER BY created_at DESC, id DESC LIMIT 1",
            new JobKey(serverUuid.ToString(), jobId))?.ToMigration());

    public IReadOnlyList<MigrationSummary>? Query(MigrationQuery query)
    {
        database.ThrowIfUnreadable();
        return _pages.Get(query, Read);
    }

    /// <remarks>A read transaction that lasts as long as its caller would keep the write-ahead log from being reused.</remarks>
    public IEnumerable<MigrationSummary> QueryAll(MigrationQuery query)
    {
        PageMarker? last = null;
        while (ReadStretch(query, last) is { Count: > 0 } stretch)
        {
            foreach (var migration in stretch)
                yield return migration;
            last = new PageMarker { CreatedAt = UnixMicroseconds.From(stretch[^1].CreatedAt), Id = stretch[^1].Id };
        }
    }

    public Task<PrunedMigrations> PruneAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        ChangeAsync((connection, transaction) => Prune(connection, transaction, endedBefore, limit), cancellationToken);

    private List<MigrationSummary>? Read(MigrationQuery query) => database.Read(connection =>
    {
        var marker = query.Marker is { } uuid ? FindMarker(connection, uuid) : null;
        if (query.Marker is not null && marker is null)
            return null;
        return connection.Query<MigrationSummaryRow>(MigrationPage.Sql(query), MigrationPageParameters.From(query, marker))
            .Select(row => row.ToSummary()).ToList();
    });

    private async Task<T> ChangeAsync<T>(Func<SqliteConnection, SqliteTransaction, T> change, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(change, cancellationToken);
        }
        finally
        {
            _pages.Clear();
        }
    }

    private List<Migration> Commit(
        SqliteConnection connection, SqliteTransaction transaction, IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> servers)
    {
        connection.Save(transaction, servers);
        connection.Update(transaction, changes);
        var inserted = new List<Migration>();
        var events = new List<EventRow>();
        foreach (var change in changes)
        {
            var id = change.Migration.Id;
            if (id == 0)
            {
                id = connection.Insert(transaction, change.Migration);
                inserted.Add(change.Migration with { Id = id });
            }
            if (change.Start is { } start)
                connection.Save(transaction, start, change.Migration with { Id = id }, isNew: change.Migration.Id == 0);
            foreach (var told in change.Events)
                events.Add(EventRow.From(told, id));
        }
        connection.AddEvents(transaction, events);
        if (inserted is [.., var last])
            database.Claim.Remember(last.Id);
        return inserted;
    }

    private static PrunedMigrations Prune(
        SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset endedBefore, int limit)
    {
        var prunedOf = connection.Query<string>(
            """
            DELETE FROM migrations
            WHERE id IN (SELECT id FROM migrations WHERE ended_at < @EndedBefore ORDER BY ended_at, id LIMIT @Limit)
            RETURNING server_uuid
            """,
            new PruneParameters(UnixMicroseconds.From(endedBefore), limit), transaction).ToArray();
        connection.Execute(
            """
            DELETE FROM actions
            WHERE id IN (SELECT id FROM actions WHERE command_id IS NULL AND migration_id IS NULL AND started_at < @EndedBefore LIMIT @Limit)
            """,
            new PruneParameters(UnixMicroseconds.From(endedBefore), limit), transaction);
        var servers = prunedOf.Distinct().ToList();
        connection.Execute(
            """
            DELETE FROM servers
            WHERE uuid = @Uuid AND NOT EXISTS (SELECT 1 FROM migrations WHERE server_uuid = servers.uuid)
            """,
            servers.Select(uuid => new UuidParameter(uuid)).ToList(), transaction);
        return new PrunedMigrations(prunedOf.Length, [.. servers.Select(Guid.Parse)]);
    }

    private List<MigrationSummary> ReadStretch(MigrationQuery query, PageMarker? last) => database.Read(connection =>
        connection.Query<MigrationSummaryRow>(
            MigrationPage.SqlOldestFirst(query, isFirst: last is null),
            MigrationPageParameters.From(query, last) with { Limit = Stretch })
            .Select(row => row.ToSummary()).ToList());

    private static PageMarker? FindMarker(SqliteConnection connection, Guid uuid) =>
        connection.QuerySingleOrDefault<PageMarker>(
            "SELECT created_at, id FROM migrations WHERE uuid = @Uuid", new UuidParameter(uuid.ToString()));
}

internal sealed record MigrationKey(long Id, string ServerUuid);

internal sealed record JobKey(string ServerUuid, string JobId);

internal sealed record UuidParameter(string Uuid);

internal sealed record PruneParameters(long EndedBefore, int Limit);
