using System.Net;

namespace Migrations.FunctionalTests.Telemetry;

/// <summary>What Prometheus reads.</summary>
public sealed class MetricsTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new TemporaryFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public async Task Metrics_OfARunningService_ShowMigrationsCommandsAndCalls()
    {
        using var service = Start("--Fake:Speed=10");
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        // A scrape reads its figures one after the other: a migration may end in between.
        string[] grow = [
            "migrations_duration_seconds_count{status=\"completed\"}",
            "migrations_ended_total{status=\"completed\"}",
            "migrations_driver_call_duration_seconds_count{call=\"list_jobs\"}",
            "migrations_store_write_duration_seconds_count{}",
        ];
        var text = await Eventually.SeesAsync("an ended migration", () => client.GetStringAsync(new Uri("/metrics", UriKind.Relative)),
            seen => grow.All(series => Number(seen, series) > 0));

        Assert.That(text, Does.Contain("# HELP migrations_in_progress Migrations in progress.\n"));
        Assert.That(Number(text, "migrations_driver_up{}"), Is.EqualTo(1));
        Assert.That(Number(text, "migrations_store_up{}"), Is.EqualTo(1));
        Assert.That(Number(text, "migrations_commands_oldest_pending_seconds{}"), Is.Zero);
        Assert.That(Number(text, "migrations_post_copy_broken_total{}"), Is.Zero);
        Assert.That(Number(text, "migrations_ended_total{status=\"error\"}"), Is.Zero);
        Assert.That(Number(text, "migrations_database_size_bytes{}"), Is.Positive);
        Assert.That(Number(text, "migrations_database_free_bytes{}"), Is.Positive.And.LessThan(Number(text, "migrations_database_disk_bytes{}") ?? 0));
        Assert.That(text, Does.Contain($"version=\"{typeof(Program).Assembly.GetName().Version!.ToString(3)}\""));
    }

    [Test]
    public async Task Metrics_OfMigrationsThatNeverConverge_CountTheirStalls()
    {
        using var service = Start("--Fake:Speed=100");
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };

        var text = await Eventually.SeesAsync("two stalls", () => client.GetStringAsync(new Uri("/metrics", UriKind.Relative)),
            seen => Number(seen, "migrations_stalls_total{}") >= 2);

        Assert.That(Number(text, "migrations_judged{verdict=\"stalled\"}"), Is.EqualTo(2));
        await service.PrintsAsync(": will not end by itself; forcing now switches to post-copy at once");
    }

    [Test]
    public async Task Metrics_ThroughAProxyOfThisMachine_AreRefused()
    {
        using var service = Start();
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        var answer = await client.GetAsync(new Uri("/metrics", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.StartWith("{\"forbidden\":").And.Contain("Metrics:AllowRemote=true"));
    }

    [Test]
    public async Task Metrics_ThroughAProxy_AreShownWhereAllowed()
    {
        using var service = Start("--Metrics:AllowRemote=true");
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        Assert.That((await client.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Metrics_WhenTheDatabaseIsLost_SayThatItIsDown()
    {
        using var service = Start();
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        File.Delete(_folder.File("migrations.db"));

        var text = await Eventually.SeesAsync("the loss", () => client.GetStringAsync(new Uri("/metrics", UriKind.Relative)),
            seen => Number(seen, "migrations_store_up{}") == 0 && Number(seen, "migrations_commands_oldest_pending_seconds{}") is null);

        Assert.That(Number(text, "migrations_driver_up{}"), Is.EqualTo(1));
    }

    private ServiceProcess Start(params string[] arguments) =>
        new(["--Urls=http://127.0.0.1:0", $"--Database:Path={_folder.File("migrations.db")}", .. arguments]);

    /// <summary>The value of a series; null when there is none.</summary>
    private static double? Number(string text, string series) => text.Split('\n')
        .Where(line => line.StartsWith($"{series} ", StringComparison.Ordinal))
        .Select(line => (double?)double.Parse(line[(series.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
