using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Migrations.Benchmarks.Storage;
using Perfolizer.Mathematics.OutlierDetection;

namespace Migrations.Benchmarks.Http;

/// <summary>
/// One call while four callers read 200,000 migrations in lists without pages, over and over, against the same call in a
/// quiet service. The callers compete with the service for the processor, so the ratio is that of shared cores. It also
/// prints the most memory that the service has had.
/// </summary>
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 50, iterationCount: 400, invocationCount: 1)]
[MedianColumn, MaxColumn, Outliers(OutlierMode.DontRemove)]
public class AmongUnpagedLists : IDisposable
{
    private const int Callers = 4;

    private readonly CancellationTokenSource _stop = new();
    private FinishedMigrations _database = null!;
    private RunningService _service = null!;
    private Task _reading = Task.CompletedTask;
    private string _path = "";

    [ParamsAllValues]
    public Call Of { get; set; }

    [GlobalSetup(Target = nameof(Quiet))]
    public void Start()
    {
        _database = new FinishedMigrations(200_000);
        _database.Close();
        _service = new RunningService($"--Database:Path={_database.File}", "--Monitoring:KeepFinished=36500.00:00:00");
        _service.Client.DefaultRequestHeaders.Add("X-OpenStack-Nova-API-Version", "2.80");
        var servers = JsonNode.Parse(_service.Client.GetStringAsync("v2.1/servers").GetAwaiter().GetResult())!["servers"]!;
        _path = Of == Call.Health ? "healthz/live" : $"v2.1/servers/{servers[0]!["id"]}/migrations";
    }

    [GlobalSetup(Target = nameof(AmongFour))]
    public void StartAmongReaders()
    {
        Start();
        _reading = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => ReadOnAndOnAsync()));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _stop.Cancel();
        _reading.ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        Console.WriteLine($"// Peak memory of the service: {_service.PeakMiB} MiB");
        _service.Dispose();
        _database.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public Task<byte[]> Quiet() => _service.Client.GetByteArrayAsync(_path);

    [Benchmark]
    public Task<byte[]> AmongFour() => _service.Client.GetByteArrayAsync(_path);

    private async Task ReadOnAndOnAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "v2.1/os-migrations");
            request.Headers.Add("OpenStack-API-Version", "compute 2.1");
            using var answer = await _service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
            answer.EnsureSuccessStatusCode();
            await answer.Content.CopyToAsync(Stream.Null, _stop.Token);
        }
    }
}
