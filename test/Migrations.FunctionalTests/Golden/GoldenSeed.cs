using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Migrations.FunctionalTests.Golden;

/// <summary>Writes the recorded scenario into a database that the service has created.</summary>
internal static class GoldenSeed
{
    public static void Write(string database, string scenarioFile)
    {
        using var scenario = JsonDocument.Parse(File.ReadAllText(scenarioFile));
        using var connection = Open(database);
        using var transaction = connection.BeginTransaction();
        foreach (var server in scenario.RootElement.GetProperty("servers").EnumerateArray())
            Insert(connection, "servers", new()
            {
                ["uuid"] = Text(server, "id"),
                ["name"] = Text(server, "name"),
                ["state"] = Text(server, "vm_state"),
                ["task_state"] = Text(server, "task_state"),
                ["locked"] = server.GetProperty("locked").GetBoolean(),
                ["host"] = Text(server, "host"),
                ["user_id"] = Text(server, "user_id"),
                ["project_id"] = Text(server, "project_id"),
            });
        foreach (var migration in scenario.RootElement.GetProperty("migrations").EnumerateArray())
            Insert(connection, "migrations", MigrationOf(migration));
        transaction.Commit();
    }

    /// <summary>Takes back what accepted commands have written.</summary>
    public static void Restore(string database)
    {
        using var connection = Open(database);
        using var command = new SqliteCommand("DELETE FROM commands", connection);
        command.ExecuteNonQuery();
    }

    private static Dictionary<string, object?> MigrationOf(JsonElement migration)
    {
        var row = new Dictionary<string, object?>
        {
            ["id"] = migration.GetProperty("id").GetInt64(),
            ["percent"] = 0,
            ["created_at"] = Microseconds(migration, "created_at"),
            ["updated_at"] = Microseconds(migration, "updated_at"),
        };
        foreach (var name in new[] { "uuid", "server_uuid", "status", "source_compute", "source_node", "dest_compute", "dest_node", "dest_host", "user_id", "project_id" })
            row[name] = Text(migration, name);
        foreach (var name in new[] { "memory_total", "memory_processed", "memory_remaining", "disk_total", "disk_processed", "disk_remaining" })
            row[name + "_bytes"] = migration.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
        if (MigrationStatuses.FromWireName((string)row["status"]!)!.Value.IsFinal)
            row["ended_at"] = row["updated_at"];
        return row;
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Insert(SqliteConnection connection, string table, Dictionary<string, object?> row)
    {
        var columns = string.Join(", ", row.Keys);
        var parameters = string.Join(", ", row.Keys.Select(column => "$" + column));
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO {table} ({columns}) VALUES ({parameters})";
        foreach (var (column, value) in row)
            command.Parameters.AddWithValue("$" + column, value ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static long? Microseconds(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.String } time
            ? (time.GetDateTimeOffset() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            : null;
}
