using Dapper;
using Microsoft.Data.Sqlite;

namespace Migrations.Storage.Connections;

/// <summary>The ids that SQLite gives to migrations, ascending and never twice in one file.</summary>
internal static class MigrationIds
{
    /// <summary>The highest id that the file has given; 0 when none.</summary>
    public static long Highest(SqliteConnection connection) => connection.QuerySingle<long>(
        "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'migrations'");

    /// <summary>Makes the file give only ids above this one.</summary>
    public static void GoOnAfter(SqliteConnection connection, long id)
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("DELETE FROM sqlite_sequence WHERE name = 'migrations'", transaction: transaction);
        connection.Execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('migrations', @Id)", new HighestIdParameter(id), transaction);
        SkipEvents(connection, transaction);
        transaction.Commit();
    }

    /// <remarks>The file that was lost may have given ids of events that this one has not. Whoever has read them must not go on reading here.</remarks>
    private static void SkipEvents(SqliteConnection connection, SqliteTransaction transaction)
    {
        const long more = 1_000_000;
        var next = more + connection.QuerySingle<long>(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'", transaction: transaction);
        connection.Execute("DELETE FROM sqlite_sequence WHERE name = 'events'", transaction: transaction);
        connection.Execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('events', @Id)", new HighestIdParameter(next), transaction);
        connection.Execute("UPDATE event_log SET deleted_to = @Id", new HighestIdParameter(next), transaction);
    }
}

internal sealed record HighestIdParameter(long Id);
