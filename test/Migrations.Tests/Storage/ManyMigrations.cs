using Microsoft.Data.Sqlite;

namespace Migrations.Tests.Storage;

/// <summary>More migrations than are read at a time, three of them created each second.</summary>
internal static class ManyMigrations
{
    /// <summary>Adds completed migrations to a database, the oldest with the lowest id.</summary>
    public static void AddTo(string database, int count)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            INSERT INTO migrations (uuid, server_uuid, status, source_compute, dest_compute, percent, created_at, updated_at, ended_at)
            WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < $count)
            SELECT printf('12341d4b-346a-40d0-83c6-a%011x', number), printf('5f5a1e00-0000-4000-8000-%012x', number % 50), 'completed',
              'compute-1', 'compute-2', 100, number / 3 * 1000000, number * 1000000, number * 1000000
            FROM numbers
            """;
        command.Parameters.AddWithValue("$count", count);
        command.ExecuteNonQuery();
    }
}
