using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Storage.Connections;
using Migrations.Storage.Files;
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
        foreach (var batch in Enumerable.Range(0, count).Select(Finished).Chunk(10_000))
            Store.CommitAsync([.. batch.Select(migration => new MigrationChange(migration, []))], [], CancellationToken.None).GetAwaiter().GetResult();
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
    private static Migration Finished(int number) => new()
    {
        Uuid = Guid.NewGuid(),
        ServerUuid = new Guid(number % 50, 0, 0, new byte[8]),
        Status = number % 20 == 0 ? MigrationStatus.Failed : MigrationStatus.Completed,
        SourceCompute = number % 3 == 0 ? "other" : "self",
        DestCompute = number % 3 == 0 ? "self" : "other",
        Progress = new MigrationProgress { Memory = new Transfer(1L << 30, 1L << 30), Percent = 100 },
        UserId = $"user-{number % 10}",
        ProjectId = $"project-{number % 5}",
        CreatedAt = Start.AddSeconds(number),
        UpdatedAt = Start.AddSeconds(number + 30),
        EndedAt = Start.AddSeconds(number + 30),
    };
}
