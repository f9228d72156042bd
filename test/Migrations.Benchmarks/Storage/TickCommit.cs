using BenchmarkDotNet.Attributes;

namespace Migrations.Benchmarks.Storage;

/// <summary>The transaction of one tick in which so many migrations have moved, among 100,000 finished ones.</summary>
public class TickCommit : IDisposable
{
    private FinishedMigrations _database = null!;
    private IReadOnlyList<Migration> _moving = [];
    private int _ticks;

    [Params(1, 100)]
    public int Changed { get; set; }

    [GlobalSetup]
    public async Task FillAsync()
    {
        _database = new FinishedMigrations(100_000);
        _moving = await _database.Store.CommitAsync(
            [.. Enumerable.Range(0, Changed).Select(_ => new MigrationChange(
                new Migration
                {
                    Uuid = Guid.NewGuid(),
                    ServerUuid = Guid.NewGuid(),
                    Status = MigrationStatus.Running,
                    SourceCompute = "self",
                    CreatedAt = _database.End,
                },
                Events: []))],
            [], CancellationToken.None);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _database.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public async Task<int> CommitAsync()
    {
        var progress = new MigrationProgress { Memory = new Transfer(1L << 40, ++_ticks) };
        var now = _database.End.AddMilliseconds(500 * _ticks);
        var changes = _moving.Select(before =>
            new MigrationChange(before with { Progress = progress, UpdatedAt = now }, []) { Before = before }).ToList();
        var inserted = await _database.Store.CommitAsync(changes, [], CancellationToken.None);
        _moving = [.. changes.Select(change => change.Migration)];
        return inserted.Count;
    }
}
