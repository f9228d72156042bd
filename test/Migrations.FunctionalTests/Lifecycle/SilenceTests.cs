namespace Migrations.FunctionalTests.Lifecycle;

/// <summary>What callers are told while the hypervisor, or one of its jobs, does not answer.</summary>
public sealed class SilenceTests
{
    private const string Server = "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001";

    private static readonly string[] Answers =
    [
        "/v2.1/servers", "/v2.1/servers/detail", $"/v2.1/servers/{Server}", "/v2.1/os-migrations",
        $"/v2.1/servers/{Server}/migrations", $"/v2.1/servers/{Server}/migrations/1", $"/v2.1/servers/{Server}/migrations/1/progress",
    ];

    private TemporaryFolder _folder = null!;
    private SteppedClock _clock = null!;
    private MovingService? _service;

    [SetUp]
    public void Begin()
    {
        _folder = new TemporaryFolder();
        _clock = new SteppedClock();
    }

    [TearDown]
    public void End()
    {
        _service?.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task Hypervisor_UnreachableFromTheStart_IsA503WithTheReasonUntilItAnswers()
    {
        var service = Start("""{ "error": "unreachable", "message": "no socket", "untilSeconds": 10 }""");

        foreach (var path in Answers)
        {
            var answer = await service.SendAsync("GET", path);
            Assert.That(answer.Status, Is.EqualTo(503), path);
            Assert.That(answer.Text, Does.Contain("serviceUnavailable").And.Contain("no socket"), path);
            Assert.That(answer.Header("Retry-After"), Is.EqualTo("5"), path);
        }
        Assert.That((await service.SendAsync("GET", "/healthz/ready")).Text, Does.Contain("Unhealthy").And.Contain("no socket"));

        await service.UntilAsync(() => service.SendAsync("GET", "/v2.1/servers"), answer => answer.Status == 200);
        await service.UntilAsync(Server, newest => (string)newest["status"]! == "running");
        await AssertStalenessAsync(service, isStale: false);
    }

    [Test]
    public async Task Hypervisor_LostInMidMigration_MarksEveryAnswerThatIsStale()
    {
        var service = Start("""{ "error": "unreachable", "message": "no socket", "fromSeconds": 30 }""");
        await service.UntilAsync(Server, newest => (string)newest["status"]! == "running");

        await service.UntilAsync(() => service.SendAsync("GET", "/healthz/ready"), ready => ready.Status == 503);
        await service.PassAsync(TimeSpan.FromSeconds(3));

        await AssertStalenessAsync(service, isStale: true);
        Assert.That(await StaleBecauseAsync(service), Is.EqualTo("no socket"));
    }

    [Test]
    public async Task Hypervisor_UnreachableAfterARestart_ShowsWhatIsRememberedAsStale()
    {
        var service = Start("""{ "error": "unreachable", "message": "no socket", "fromSeconds": 30 }""");
        await service.UntilAsync(Server, newest => (string)newest["status"]! == "running");
        await service.UntilAsync(() => service.SendAsync("GET", "/healthz/ready"), ready => ready.Status == 503);
        service.Dispose();

        service = _service = new MovingService(_folder.Path, _clock);

        var shown = await service.SendAsync("GET", $"/v2.1/servers/{Server}/migrations/1");
        Assert.That(shown.Status, Is.EqualTo(200), shown.Text);
        Assert.That(shown.Header("Warning"), Is.Not.Null);
        Assert.That(shown.Header("Age"), Is.Not.Null);
        Assert.That((await service.SendAsync("GET", "/v2.1/servers")).Status, Is.EqualTo(503), "nobody knows which others there are");
    }

    [Test]
    public async Task Readings_ThatHang_CountAsNoAnswerForThatMigration()
    {
        var service = Start("""{ "call": "getStats", "hang": true, "fromSeconds": 30 }""");
        await service.UntilAsync(Server, newest => (string)newest["status"]! == "running");

        var ready = await service.UntilAsync(() => service.SendAsync("GET", "/healthz/ready"),
            answer => answer.Text.Contains("Degraded", StringComparison.Ordinal));

        Assert.That(ready.Text, Does.Contain("1 of 1 migrations cannot be read").And.Contain("within 5s (Monitoring:ReadDeadline)"));
        Assert.That(await StaleBecauseAsync(service), Does.Contain("within 5s (Monitoring:ReadDeadline)"));
        var shown = await service.SendAsync("GET", Answers[^2]);
        Assert.That(shown.Header("Warning"), Is.Not.Null);
        Assert.That(int.Parse(shown.Header("Age")!, null), Is.GreaterThanOrEqualTo(5));
    }

    private static async Task AssertStalenessAsync(MovingService service, bool isStale)
    {
        foreach (var path in Answers)
        {
            var answer = await service.SendAsync("GET", path);
            Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
            Assert.That(answer.Header("Warning") is not null, Is.EqualTo(isStale), path);
            Assert.That(answer.Header("Age"), isStale ? Is.Not.Null.And.Not.EqualTo("0") : Is.Null, path);
        }
    }

    private static async Task<string?> StaleBecauseAsync(MovingService service) =>
        (string?)(await service.GetAsync(Answers[^1]))["progress"]!["stale_because"];

    private MovingService Start(string call)
    {
        File.WriteAllText(_folder.File("scenario.json"), $$"""
            {
              "calls": [{{call}}],
              "servers": [
                { "name": "busy", "uuid": "{{Server}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e", "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
                  "memoryMiB": 512, "workingSetMiB": 256, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 100, "migrates": { "afterSeconds": 0 } }
              ]
            }
            """);
        return _service = new MovingService(_folder.Path, _clock);
    }
}
