using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Perfolizer.Mathematics.OutlierDetection;

namespace Migrations.Benchmarks.Http;

/// <summary>
/// One call while the hypervisor never says how one of four migrations ended, and while another program has locked the
/// database and 100 commands wait for it, against the same call in a quiet service. It also prints how often the numbers of
/// another migration changed within five seconds, and how many commands waited.
/// </summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 50, iterationCount: 400, invocationCount: 1)]
[MedianColumn, P99Column, MaxColumn, Outliers(OutlierMode.DontRemove)]
public class AmongTrouble : IDisposable
{
    /// <summary>So that the migration goes on, whatever commands it gets.</summary>
    private const string TooEarly = """{ "call": "forceComplete", "error": "notYet" }""";

    private readonly string _folder = Directory.CreateTempSubdirectory("migrations-").FullName;
    private RunningService _service = null!;
    private LockedDatabase? _lock;
    private string _path = "";

    [ParamsAllValues]
    public Call Of { get; set; }

    private string Database => Path.Combine(_folder, "migrations.db");

    [GlobalSetup(Target = nameof(Quiet))]
    public void Start() => Start(TooEarly);

    [GlobalSetup(Target = nameof(WhileAnEndHangs))]
    public void StartWithAHangingEnd()
    {
        Start("""{ "call": "getEnd", "server": "s-0", "hang": true }""");
        WaitFor(FourMigrations.PathOf(0), answer => answer.Headers.Contains("Warning"));
    }

    [GlobalSetup(Target = nameof(WhileTheDatabaseIsLocked))]
    public void StartWithALock()
    {
        Start(TooEarly);
        _lock = new LockedDatabase(Database, _service.Client, FourMigrations.PathOf(1));
    }

    [IterationSetup(Target = nameof(WhileTheDatabaseIsLocked))]
    public void Lock() => _lock!.Hold();

    [GlobalCleanup]
    public void Dispose()
    {
        _lock?.Dispose();
        if (_lock is not null)
            Console.WriteLine($"// Commands that waited for the lock: {_lock.Waited} of {_lock.Sent}");
        Console.WriteLine($"// The numbers of another migration changed {ChangesInFiveSeconds()} times in 5 s");
        _service.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public Task<byte[]> Quiet() => _service.Client.GetByteArrayAsync(_path);

    [Benchmark]
    public Task<byte[]> WhileAnEndHangs() => _service.Client.GetByteArrayAsync(_path);

    [Benchmark]
    public Task<byte[]> WhileTheDatabaseIsLocked() => _service.Client.GetByteArrayAsync(_path);

    private void Start(string call)
    {
        var scenario = Path.Combine(_folder, "scenario.json");
        File.WriteAllText(scenario, FourMigrations.Scenario(call));
        _service = new RunningService(
            $"--Database:Path={Database}", $"--Fake:Scenario={scenario}", "--Limits:CommandsPerMinute=0");
        _service.Client.DefaultRequestHeaders.Add("X-OpenStack-Nova-API-Version", "2.80");
        _path = Of == Call.Health ? "healthz/ready" : FourMigrations.PathOf(1);
        WaitFor(FourMigrations.PathOf(1), _ => Processed() > 0);
    }

    private void WaitFor(string path, Predicate<HttpResponseMessage> isThere)
    {
        for (var tries = 0; tries < 200; tries++, Thread.Sleep(100))
        {
            using var answer = _service.Client.GetAsync(path).GetAwaiter().GetResult();
            if (isThere(answer))
                return;
        }
        throw new TimeoutException($"{path} has not become what was waited for.");
    }

    private int ChangesInFiveSeconds()
    {
        var seen = new HashSet<long>();
        for (var looks = 0; looks < 50; looks++, Thread.Sleep(100))
            seen.Add(Processed());
        return seen.Count - 1;
    }

    private long Processed()
    {
        var list = JsonNode.Parse(_service.Client.GetStringAsync(FourMigrations.PathOf(1)).GetAwaiter().GetResult());
        return list!["migrations"]!.AsArray() is [{ } migration] ? migration["memory_processed_bytes"]!.GetValue<long>() : 0;
    }
}
