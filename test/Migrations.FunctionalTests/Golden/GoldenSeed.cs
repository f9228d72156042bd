using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Migrations.FunctionalTests.Golden;

/// <summary>Writes the recorded scenario into a database that the service has created.</summary>
internal static class GoldenSeed
{
    /// <param name="scenarioFile">A scenario; actions are written after the scenario that they add to.</param>
    public static void Write(string database, string scenarioFile)
    {
        using var connection = Open(database);
        using var transaction = connection.BeginTransaction();
        if (Path.GetFileName(scenarioFile) == GoldenFolders.ScenarioOfActions)
            Write(connection, Path.Combine(Path.GetDirectoryName(scenarioFile)!, "..", GoldenFolders.Scenario));
        Write(connection, scenarioFile);
        transaction.Commit();
    }

    private static void Write(SqliteConnection connection, string file)
    {
        using var scenario = JsonDocument.Parse(File.ReadAllText(file));
        foreach (var server in All(scenario, "servers").Where(IsOfHypervisor))
            Insert(connection, "servers", ServerOf(server));
        foreach (var migration in All(scenario, "migrations"))
            Insert(connection, "migrations", MigrationOf(migration));
        foreach (var action in All(scenario, "actions"))
            InsertAction(connection, action);
    }

    /// <summary>A hypervisor does not know all states of Nova; cases about servers in others are left out, see <see cref="GoldenGaps"/>.</summary>
    private static bool IsOfHypervisor(JsonElement server) => ServerStates.FromWireName(Text(server, "vm_state")!) is not null;

    private static Dictionary<string, object?> ServerOf(JsonElement server) => new()
    {
        ["uuid"] = Text(server, "id"),
        ["name"] = Text(server, "name"),
        ["state"] = Text(server, "vm_state"),
        ["task_state"] = Text(server, "task_state"),
        ["locked"] = server.GetProperty("locked").GetBoolean(),
        ["host"] = Text(server, "host"),
        ["user_id"] = Text(server, "user_id"),
        ["project_id"] = Text(server, "project_id"),
        ["deleted"] = server.TryGetProperty("deleted", out var deleted) && deleted.GetBoolean(),
    };

    private static void InsertAction(SqliteConnection connection, JsonElement action)
    {
        Insert(connection, "actions", new()
        {
            ["id"] = action.GetProperty("id").GetInt64(),
            ["server_uuid"] = Text(action, "server_uuid"),
            ["request_id"] = Text(action, "request_id"),
            ["action"] = Text(action, "action"),
            ["user_id"] = Text(action, "user_id"),
            ["project_id"] = Text(action, "project_id"),
            ["started_at"] = Microseconds(action, "start_time"),
            ["updated_at"] = Microseconds(action, "updated_at"),
            ["message"] = Text(action, "message"),
        });
        foreach (var done in action.GetProperty("events").EnumerateArray())
            Insert(connection, "action_events", new()
            {
                ["action_id"] = action.GetProperty("id").GetInt64(),
                ["event"] = Text(done, "event"),
                ["started_at"] = Microseconds(done, "start_time"),
                ["ended_at"] = Microseconds(done, "finish_time"),
                ["result"] = Text(done, "result"),
                ["host"] = Text(done, "host"),
                ["traceback"] = Text(done, "traceback"),
                ["details"] = Text(done, "details"),
            });
    }

    private static JsonElement.ArrayEnumerator All(JsonDocument scenario, string name) =>
        scenario.RootElement.TryGetProperty(name, out var list) ? list.EnumerateArray() : default;

    /// <summary>The compute hosts of a scenario; none in scenarios that name no hosts.</summary>
    public static IReadOnlyList<string> Hosts(string scenarioFile)
    {
        using var scenario = JsonDocument.Parse(File.ReadAllText(scenarioFile));
        return [.. All(scenario, "hosts").Select(host => host.GetString()!)];
    }

    /// <summary>Takes back what accepted commands and starts have written.</summary>
    public static void Restore(string database)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = """
            DELETE FROM actions WHERE command_id IS NOT NULL;
            DELETE FROM commands;
            UPDATE servers SET task_state = NULL WHERE uuid IN (SELECT server_uuid FROM migrations JOIN starts ON migration_id = id);
            DELETE FROM migrations WHERE id IN (SELECT migration_id FROM starts);
            """;
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
        var connection = new SqliteConnection($"Data Source={database};Pooling=False;Foreign Keys=True");
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
