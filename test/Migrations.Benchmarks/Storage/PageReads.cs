using BenchmarkDotNet.Attributes;

namespace Migrations.Benchmarks.Storage;

/// <summary>A page of 20 out of 100,000 finished migrations, against one out of 100: the ratio has to stay near 1.</summary>
public class PageReads : IDisposable
{
    private FinishedMigrations _few = null!;
    private FinishedMigrations _many = null!;

    public enum Filter
    {
        None,
        Host,
        User,
        Status,
        StatusOfUser,
        ChangedSince,
        ChangedBefore,
        NextPage,
    }

    [ParamsAllValues]
    public Filter By { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _few = new FinishedMigrations(100);
        _many = new FinishedMigrations(100_000);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _few.Dispose();
        _many.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public int Of100() => Read(_few);

    [Benchmark]
    public int Of100000() => Read(_many);

    private int Read(FinishedMigrations migrations)
    {
        var page = migrations.Store.Query(Query(migrations))!;
        return By == Filter.NextPage
            ? migrations.Store.Query(new MigrationQuery { Marker = page[^1].Uuid, Limit = 20 })!.Count
            : page.Count;
    }

    private MigrationQuery Query(FinishedMigrations migrations)
    {
        var page = new MigrationQuery { Limit = 20 };
        return By switch
        {
            Filter.Host => page with { Host = "self" },
            Filter.User => page with { UserId = "user-3" },
            Filter.Status => page with { Status = "completed" },
            Filter.StatusOfUser => page with { Status = "completed", UserId = "user-3" },
            Filter.ChangedSince => page with { ChangedSince = migrations.End.AddSeconds(20) },
            Filter.ChangedBefore => page with { ChangedBefore = migrations.End.AddSeconds(-30) },
            _ => page,
        };
    }
}
