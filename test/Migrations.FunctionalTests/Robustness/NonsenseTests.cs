using System.Text.Json.Nodes;
using Migrations.Drivers;
using Migrations.FunctionalTests.Lifecycle;
using Migrations.Monitoring;
using Moq;

namespace Migrations.FunctionalTests.Robustness;

/// <summary>A hypervisor that says what cannot be.</summary>
public sealed class NonsenseTests
{
    private static readonly TimeSpan Pass = TimeSpan.FromSeconds(0.5);
    private static readonly Guid Server = new("2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001");

    private static readonly Transfer[] Counters =
    [
        new(0, 0, 0), new(-5, -5, -5), new(0, 7, 7), new(100, 10, 900), new(long.MaxValue, long.MaxValue, long.MaxValue),
        new(long.MinValue, long.MinValue, long.MinValue), new(null, 5, null), new(5, null, null),
    ];

    private readonly Mock<IMigrationDriver> _driver = new();
    private TemporaryFolder _folder = null!;
    private MovingService _service = null!;
    private JobStats _reading = new(JobPhase.PreCopy);

    [SetUp]
    public void Start()
    {
        _folder = new TemporaryFolder();
        var (server, job) = (new Server { Uuid = Server, Name = "web-1", State = ServerState.Active }, new MigrationJob("job", Server, JobPhase.PreCopy));
        _driver.Setup(driver => driver.Capabilities).Returns(new DriverCapabilities("lying"));
        _driver.Setup(driver => driver.ListServersAsync(It.IsAny<CancellationToken>())).ReturnsAsync([server, server with { Name = "web-2" }]);
        _driver.Setup(driver => driver.ListJobsAsync(It.IsAny<CancellationToken>())).ReturnsAsync([job, job with { Phase = JobPhase.Queued }]);
        _driver.Setup(driver => driver.GetStatsAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => _reading);
        _driver.Setup(driver => driver.WaitForNewsAsync(It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource().Task);
        _service = new MovingService(_folder.Path, new SteppedClock(), _driver.Object);
    }

    [TearDown]
    public void Stop()
    {
        _service.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Counters_ThatCannotBe_AreAnsweredWithoutAFailure()
    {
        long? processed = null;
        foreach (var counters in Counters)
        {
            processed = counters.ProcessedBytes < processed ? processed : counters.ProcessedBytes ?? processed;
            _reading = new JobStats(JobPhase.PreCopy)
            {
                Memory = counters,
                Disk = counters,
                DirtyPagesPerSecond = counters.TotalBytes,
                PageSizeBytes = counters.RemainingBytes,
                ThrottlePercent = (int?)counters.TotalBytes,
            };
            await _service.PassAsync(2 * Pass);

            var migration = await ShownAsync();
            Assert.That((long?)migration["memory_processed_bytes"], Is.EqualTo(processed), $"{counters}");
            Assert.That((int)(await _service.GetAsync($"/v2.1/servers/{Server}/migrations/1/progress"))["progress"]!["percent"]!, Is.InRange(0, 99), $"{counters}");
            Assert.That((await _service.HistoryAsync($"{Server}")), Has.Count.EqualTo(1), $"{counters}");
            Assert.That((await _service.GetAsync("/healthz/ready"))["status"]!.ToString(), Is.EqualTo("Healthy"), $"{counters}");
        }
        Assert.That(_service.Log.Of(typeof(MonitoringJournal).FullName!), Is.EqualTo(new[]
        {
            "The lying driver answers", $"Migration 1 of server {Server} appeared, running",
        }));
    }

    [Test]
    public async Task Command_ThatFailsInAnUnknownWay_StaysPendingAndIsLoggedOnce()
    {
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>())).ThrowsAsync(new OverflowException("too much"));
        await ShownAsync();

        Assert.That((await _service.SendAsync("DELETE", $"/v2.1/servers/{Server}/migrations/1")).Status, Is.EqualTo(202));
        await _service.PassAsync(10 * Pass);

        var command = await _service.UntilAsync(
            async () => (await _service.GetAsync($"/v2.1/servers/{Server}/migrations/1/progress"))["progress"]!["commands"]![0]!,
            answer => answer["reason"]?.ToString().Contains("too much", StringComparison.Ordinal) == true);
        Assert.That((string)command["outcome"]!, Is.EqualTo("pending"));
        Assert.That(_service.Log.Of("Migrations.Operations.CommandExecution").Count(line => line.Contains("unexpectedly", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    /// <summary>The migration, as list and show have it.</summary>
    private async Task<JsonNode> ShownAsync()
    {
        var listed = await _service.UntilAsync(() => _service.GetAsync($"/v2.1/servers/{Server}/migrations"),
            answer => answer["migrations"]!.AsArray().Count == 1);
        var shown = await _service.GetAsync($"/v2.1/servers/{Server}/migrations/1");
        Assert.That(shown["migration"]!.ToJsonString(), Is.EqualTo(listed["migrations"]![0]!.ToJsonString()));
        return shown["migration"]!;
    }
}
