using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.FunctionalTests.Hosting;
using Migrations.FunctionalTests.Http;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Storage.Connections;
using Migrations.Storage.Files;

namespace Migrations.FunctionalTests.Lifecycle;

/// <summary>The whole host with the fake driver, in a time that only the test moves.</summary>
internal sealed class MovingService : WebApplicationFactory<Program>
{
    /// <summary>The longest that the sampler sleeps; see Monitoring:Interval.</summary>
    private static readonly TimeSpan Sleep = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly string _folder;
    private readonly IMigrationDriver? _driver;
    private readonly SteppedClock _clock;
    private readonly LoopClock _sampler;

    /// <param name="folder">Where its database and its world are, and <c>scenario.json</c>.</param>
    /// <param name="driver">The driver; the fake one unless given.</param>
    public MovingService(string folder, SteppedClock clock, IMigrationDriver? driver = null)
    {
        (_folder, _clock, _sampler, _driver) = (folder, clock, new LoopClock(clock), driver);
        UseKestrel();
        StartServer();
    }

    public CapturedLog Log { get; } = new();

    private string Database => Path.Combine(_folder, "migrations.db");

    /// <summary>Stops it, and waits until it has let go of its database.</summary>
    /// <remarks>Main disposes of the host as well. Whoever comes second does not wait for the first.</remarks>
    public async Task StopAsync()
    {
        Dispose();
        await Eventually.IsTrueAsync("the database is free", IsDatabaseFree);
    }

    public Task<RawAnswer> SendAsync(string method, string path, string? body = null, string version = "2.80") =>
        RawHttp.SendAsync(
            new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port,
            new RawRequest(method, path)
            {
                Headers = [("X-OpenStack-Nova-API-Version", version)],
                Body = body is null ? null : Encoding.UTF8.GetBytes(body),
            });

    public async Task<JsonNode> GetAsync(string path, string version = "2.80")
    {
        var answer = await SendAsync("GET", path, version: version);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return JsonNode.Parse(answer.Body)!;
    }

    /// <summary>The history of a server, newest first.</summary>
    public async Task<JsonArray> HistoryAsync(string server) =>
        (await GetAsync($"/v2.1/os-migrations?instance_uuid={server}"))["migrations"]!.AsArray();

    /// <summary>Lets time pass, from sample to sample, until the server's newest migration is so, and every call shows it.</summary>
    public async Task<JsonNode> UntilAsync(string server, Func<JsonNode, bool> isSo)
    {
        var history = await UntilAsync(() => HistoryAsync(server), history => history is [{ } newest, ..] && isSo(newest));
        // The history reads what is stored; the other calls read what is published after that.
        await Services.GetRequiredService<LiveMigrations>().CaughtUpAsync(CancellationToken.None);
        return history[0]!;
    }

    /// <summary>Lets time pass, from sample to sample, until an answer is so.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        var end = _clock.GetUtcNow() + Patience;
        while (true)
        {
            var answer = await ask();
            if (isSo(answer))
                return answer;
            if (_clock.GetUtcNow() > end)
                throw new AssertionException($"It never became so: {answer}");
            await SampleAsync();
        }
    }

    /// <summary>Lets this much time pass, from sample to sample.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var end = _clock.GetUtcNow() + time;
        while (_clock.GetUtcNow() < end)
            await SampleAsync();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        var settings = new Dictionary<string, string> { ["Urls"] = "http://127.0.0.1:0", ["Database:Path"] = Database };
        if (_driver is null)
            settings["Fake:Scenario"] = Path.Combine(_folder, "scenario.json");
        builder.UseSettings(Path.Combine(_folder, "settings.json"), settings);
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<ILoggerProvider>(Log);
            if (_driver is not null)
                services.AddKeyedSingleton(SupervisedDriver.Supervised, _driver);
            services.AddSingleton<TimeProvider>(_clock);
            // However fast the time passes, a disk takes as long as it takes.
            services.AddSingleton(provider => MigrationsDatabase.Open(
                provider.GetRequiredService<IOptions<DatabaseOptions>>().Value, provider.GetRequiredService<StoreHealth>(),
                TimeProvider.System, provider.GetRequiredService<ILogger<MigrationsDatabase>>()));
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DriverNews>(provider, _sampler));
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SamplingPass>(provider, _sampler));
            services.Remove(services.Single(service => service.ImplementationType == typeof(ProgressSampler)));
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ProgressSampler>(provider, _sampler));
        });
    }

    /// <summary>Lets time pass until the sampler works, and waits until it has done so.</summary>
    /// <remarks>Other loops wait for the clock too. To follow their timers would let time pass without a sample.</remarks>
    private async Task SampleAsync()
    {
        await _clock.StepAsync(Sleep, _sampler);
        await _clock.ArmedAsync(Sleep, _sampler);
    }

    private bool IsDatabaseFree()
    {
        try
        {
            File.Open($"{Database}.lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
