using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Connections;
using Migrations.Storage.Rows;

namespace Migrations.Storage.Stores;

/// <summary>The event log in SQLite.</summary>
public sealed class EventLog(MigrationsDatabase database) : IEventLog
{
    public event Action? Appended
    {
        add => database.EventsAppended += value;
        remove => database.EventsAppended -= value;
    }

    public long LastId() => database.Read(connection => LastId(connection));

    public IReadOnlyList<MigrationEvent>? ReadAfter(long id, int limit) => database.ReadAtOnce((connection, transaction) =>
    {
        var deletedTo = connection.QuerySingle<long>("SELECT deleted_to FROM event_log", transaction: transaction);
        if (id < deletedTo || id > LastId(connection, transaction))
            return null;
        return connection.Query<EventRow>(
                $"SELECT {EventRow.Columns} FROM events WHERE id > @Id ORDER BY id LIMIT @Limit",
                new EventPageParameters(id, limit), transaction)
            .Select(row => row.ToEvent()).ToList();
    });

    private static long LastId(SqliteConnection connection, SqliteTransaction? transaction = null) => connection.QuerySingle<long>(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'", transaction: transaction);
}

internal sealed record EventPageParameters(long Id, int Limit);
