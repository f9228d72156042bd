using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Storage.Connections;
using Migrations.Storage.Files;
using Migrations.Storage.Rows;
using Migrations.Storage.Stores;

namespace Migrations.Benchmarks.Storage;

/// <summary>A database with so many finished migrations, a second apart, in a folder that goes with it.</summary>
internal sealed class FinishedMigrations : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("migrations-").FullName;
    private MigrationsDatabase? _database;

    public FinishedMigrations(int count)
    {
        Count = count;
        _database = MigrationsDatabase.Open(
            new DatabaseOptions { Path = File }, new StoreHealth(), TimeProvider.System,
            NullLogger<MigrationsDatabase>.Instance);
        Store = new MigrationStore(_database);
        Fill();
    }

    public int Count { get; }

    public string File => Path.Combine(_folder, "migrations.db");

    public MigrationStore Store { get; }

    public DateTimeOffset End => Start.AddSeconds(Count);

    /// <summary>Leaves the file to another process.</summary>
    public void Close()
    {
        _database?.Dispose();
        _database = null;
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Of 50 servers, 10 users and 5 projects; every third one came in, the others went out.</summary>
    /// <remarks>In one statement: to commit them one by one would take longer than most benchmarks.</remarks>
    private void Fill()
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            INSERT INTO migrations (
              uuid, server_uuid, status, source_compute, dest_compute, memory_total_bytes, memory_processed_bytes, percent,
              user_id, project_id, created_at, updated_at, ended_at)
            WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < $last)
            SELECT printf('12341d4b-346a-40d0-83c6-%012x', number), printf('%08x-0000-0000-0000-000000000000', number % 50),
              iif(number % 20 = 0, 'failed', 'completed'), iif(number % 3 = 0, 'other', 'self'), iif(number % 3 = 0, 'self', 'other'),
              1 << 30, 1 << 30, 100, printf('user-%d', number % 10), printf('project-%d', number % 5),
              $start + number * 1000000, $start + (number + 30) * 1000000, $start + (number + 30) * 1000000
            FROM numbers
            """;
        command.Parameters.AddWithValue("$last", Count - 1);
        command.Parameters.AddWithValue("$start", UnixMicroseconds.From(Start));
        command.ExecuteNonQuery();
    }
}
