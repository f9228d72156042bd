using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;

namespace Migrations.Benchmarks.Http;

/// <summary>
/// Ten seconds of a service with 100 migrations that never converge, followed by nobody or by 500 streams. It prints what the service
/// took: processor time in percent of one core, and the most memory that it has had. The readers compete with it for the processor.
/// </summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 0, iterationCount: 1, invocationCount: 1)]
public class ManyStreams : IDisposable
{
    private const int Migrations = 100;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("migrations-").FullName;
    private RunningService _service = null!;
    private Task _reading = Task.CompletedTask;
    private long _bytes;

    [Params(0, 100, 500)]
    public int Streams { get; set; }

    [GlobalSetup]
    public void Start()
    {
        var scenario = Path.Combine(_folder, "scenario.json");
        File.WriteAllText(scenario, $$"""
            { "maxConcurrent": {{Migrations}}, "servers": [{{string.Join(",", Enumerable.Range(0, Migrations).Select(Server))}}] }
            """);
        _service = new RunningService(
            $"--Database:Path={Path.Combine(_folder, "migrations.db")}", $"--Fake:Scenario={scenario}", "--Events:MaxStreams=1000");
        _service.Client.DefaultRequestHeaders.Add("X-OpenStack-Nova-API-Version", "2.80");
        Thread.Sleep(Length / 2);
        _reading = Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => ReadAsync()));
        Thread.Sleep(Length / 2);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _stop.Cancel();
        _reading.ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        _service.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Follow()
    {
        var (took, bytes) = (_service.ProcessorTime, Interlocked.Read(ref _bytes));
        Thread.Sleep(Length);
        Console.WriteLine($"// {Streams} streams on {Migrations} migrations: {(_service.ProcessorTime - took) / Length:P0} of a core, "
            + $"{(Interlocked.Read(ref _bytes) - bytes) / Length.TotalSeconds / (1 << 20):F1} MiB/s, at most {_service.PeakMiB} MiB of memory");
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        using var answer = await _service.Client.GetAsync("v2.1/migration-events", HttpCompletionOption.ResponseHeadersRead, _stop.Token);
        using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(_stop.Token);
        while (await body.ReadAsync(buffer, _stop.Token) is > 0 and var read)
            Interlocked.Add(ref _bytes, read);
    }

    private static string Server(int number) => $$"""
        {
          "name": "s-{{number}}",
          "uuid": "{{new Guid(number + 1, 0, 0, new byte[8])}}",
          "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e",
          "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
          "memoryMiB": 65536,
          "dirtyMiBPerSecond": 1000,
          "bandwidthMiBPerSecond": 200,
          "migrates": { "afterSeconds": 0 }
        }
        """;
}
