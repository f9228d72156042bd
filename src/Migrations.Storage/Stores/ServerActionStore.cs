using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Connections;
using Migrations.Storage.Rows;

namespace Migrations.Storage.Stores;

/// <summary>The actions of servers in SQLite.</summary>
public sealed class ServerActionStore(MigrationsDatabase database) : IServerActionStore
{
    public IReadOnlyList<ServerAction>? Query(ServerActionQuery query) => database.Read(connection =>
    {
        var marker = query.Marker is { } request ? FindRow(connection, query.ServerUuid, request) : null;
        if (query.Marker is not null && marker is null)
            return null;
        return connection.Query<ActionRow>(
                $"""
                SELECT {ActionRow.Columns} FROM actions
                WHERE server_uuid = @ServerUuid
                  AND (@MarkerId IS NULL OR (started_at, id) < (@MarkerStartedAt, @MarkerId))
                  AND (@ChangedSince IS NULL OR updated_at >= @ChangedSince)
                  AND (@ChangedBefore IS NULL OR updated_at <= @ChangedBefore)
                ORDER BY started_at DESC, id DESC
                LIMIT @Limit
                """,
                ActionPageParameters.From(query, marker))
            .Select(row => row.ToAction()).ToList();
    });

    public ActionWithEvents? Find(Guid serverUuid, string requestId) => database.ReadAtOnce((connection, transaction) =>
        FindRow(connection, serverUuid, requestId, transaction) is { } row
            ? new ActionWithEvents(
                row.ToAction(),
                connection.Query<ActionEventRow>(
                        $"SELECT {ActionEventRow.Columns} FROM action_events WHERE action_id = @ActionId ORDER BY started_at DESC, id DESC",
                        new ActionIdParameter(row.Id), transaction)
                    .Select(each => each.ToEvent()).ToList())
            : null);

    private static ActionRow? FindRow(
        SqliteConnection connection, Guid serverUuid, string requestId, SqliteTransaction? transaction = null) =>
        connection.QueryFirstOrDefault<ActionRow>(
            $"SELECT {ActionRow.Columns} FROM actions WHERE server_uuid = @ServerUuid AND request_id = @RequestId ORDER BY id DESC",
            new ActionKey(serverUuid.ToString(), requestId), transaction);
}

internal sealed record ActionKey(string ServerUuid, string RequestId);

internal sealed record ActionIdParameter(long ActionId);

/// <summary>The values in the SQL of a page.</summary>
internal sealed record ActionPageParameters
{
    /// <summary>SQLite's limit for all rows.</summary>
    private const int NoLimit = -1;

    public required string ServerUuid { get; init; }
    public long? MarkerStartedAt { get; init; }
    public long? MarkerId { get; init; }
    public long? ChangedSince { get; init; }
    public long? ChangedBefore { get; init; }
    public required int Limit { get; init; }

    public static ActionPageParameters From(ServerActionQuery query, ActionRow? marker) => new()
    {
        ServerUuid = query.ServerUuid.ToString(),
        MarkerStartedAt = marker?.StartedAt,
        MarkerId = marker?.Id,
        ChangedSince = UnixMicroseconds.From(query.ChangedSince),
        ChangedBefore = UnixMicroseconds.From(query.ChangedBefore),
        Limit = query.Limit ?? NoLimit,
    };
}
