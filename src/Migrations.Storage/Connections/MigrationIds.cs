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
        transaction.Commit();
    }
}

internal sealed record HighestIdParameter(long Id);
