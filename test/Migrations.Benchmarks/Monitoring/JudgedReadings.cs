using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;
using Migrations.Convergence;
using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Benchmarks.Monitoring;

/// <summary>What one reading of a migration costs a sampling pass, without and with its verdict; every eighth begins a pass over memory.</summary>
[MemoryDiagnoser]
public class JudgedReadings
{
    private const int Count = 64;

    private static readonly DateTimeOffset Now = new(2026, 1, 29, 13, 42, 3, TimeSpan.Zero);
    private static readonly MigrationJob Job = new("job", Guid.NewGuid(), JobPhase.PreCopy);

    private readonly ConvergenceJudge _judge = new(Options.Create(new ConvergenceOptions()));
    private readonly JobStats[] _readings = [.. Enumerable.Range(1, Count).Select(Reading)];

    private readonly LiveMigration _beginning =
        MigrationMonitor.Begin(Job, Reading(0), null, Guid.NewGuid(), Now);

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public LiveMigration Follow()
    {
        var live = _beginning;
        foreach (var reading in _readings)
            live = MigrationMonitor.Advance(live, Job, reading, Now) with { LookedAt = 1 };
        return live;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public LiveMigration FollowAndJudge()
    {
        var live = _beginning;
        foreach (var reading in _readings)
        {
            var next = MigrationMonitor.Advance(live, Job, reading, Now);
            live = next with { LookedAt = 1, Forecast = _judge.Judge(next.Forecast, live.Stats, reading, Now) };
        }
        return live;
    }

    private static JobStats Reading(int number) => new(JobPhase.PreCopy)
    {
        Elapsed = TimeSpan.FromSeconds(number),
        Iteration = 1 + number / 8,
        Memory = new Transfer(1L << 32, number * 100L << 20, (1L << 30) - (number % 8 * 100L << 20)),
        Disk = new Transfer(0, 0, 0),
        MemoryBytesPerSecond = 100 << 20,
        DirtyPagesPerSecond = 30_000,
        PageSizeBytes = 4096,
        ForceCompleteMeans = [ForceCompleteMeans.PostCopy, ForceCompleteMeans.Pause],
    };
}
