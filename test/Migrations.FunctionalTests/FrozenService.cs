using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Migrations.Drivers;
using Migrations.FunctionalTests.Golden;
using Migrations.FunctionalTests.Hosting;
using Migrations.FunctionalTests.Http;
using Migrations.Live;
using Migrations.Starts;
using Moq;

namespace Migrations.FunctionalTests;

/// <summary>The real host on a loopback port, over a seeded database, in which nothing moves by itself.</summary>
internal sealed class FrozenService : WebApplicationFactory<Program>
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly int _port;
    private readonly string? _cannotCommand;
    private readonly string _scenario;
    private readonly IMigrationStarter? _starter;

    /// <param name="settings">Settings beyond the database.</param>
    /// <param name="scenario">The recorded scenario to seed it with; the copied one unless given.</param>
    /// <param name="port">Where it listens; any free port unless given.</param>
    /// <param name="hasContact">Whether the hypervisor, whose servers are those of the scenario, has been seen.</param>
    /// <param name="cannotCommand">Why the driver takes no commands and no starts; it takes them unless given.</param>
    /// <param name="starter">What starts migrations, and then does so; unless given, starts are accepted, and nothing comes of them.</param>
    public FrozenService(
        IReadOnlyDictionary<string, string>? settings = null, string? scenario = null, int port = 0, string? cannotCommand = null,
        bool hasContact = true, IMigrationStarter? starter = null)
    {
        _scenario = scenario ?? Path.Combine(GoldenFolders.Own, GoldenFolders.Scenario);
        _starter = starter;
        _cannotCommand = cannotCommand;
        _settings = settings ?? new Dictionary<string, string>();
        _port = port;
        UseKestrel();
        StartServer();
        _ = Services.GetRequiredService<IMigrationStore>();
        GoldenSeed.Write(Database, _scenario);
        if (hasContact)
            Publish();
    }

    public CapturedLog Log { get; } = new();

    public string Database => _folder.File("migrations.db");

    public int Port => new Uri(Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>Shows what the database has, as if the hypervisor had just been seen so.</summary>
    public void Publish()
    {
        var live = Services.GetRequiredService<LiveMigrations>();
        live.Load();
        live.UpdateAsync(_ => new LiveChanges { SeenAt = DateTimeOffset.UnixEpoch }, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Takes back what accepted commands and starts have changed.</summary>
    public void Restore()
    {
        GoldenSeed.Restore(Database);
        Publish();
    }

    public Task<RawAnswer> SendAsync(RawRequest request) => RawHttp.SendAsync(Port, request);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSettings(_folder.File("settings.json"), new Dictionary<string, string>(_settings)
        {
            ["Urls"] = $"http://127.0.0.1:{_port}",
            ["Limits:CommandsPerMinute"] = _settings.GetValueOrDefault("Limits:CommandsPerMinute", "0"),
            ["Database:Path"] = Database,
        });
        builder.ConfigureTestServices(services =>
        {
            foreach (var background in services.Where(IsBackgroundWork).ToList())
                if (_starter is null || background.ImplementationType != typeof(StartRunner))
                    services.Remove(background);
            if (_starter is null)
                services.AddSingleton(new AwaitedStarts(new ImpatientClock()));
            services.AddSingleton<ILoggerProvider>(Log);
            services.RemoveAll<IMigrationDriver>();
            services.AddSingleton(Mock.Of<IMigrationDriver>(driver =>
                driver.Capabilities == new DriverCapabilities("accepting", _cannotCommand)));
            services.RemoveAll<IMigrationStarter>();
            services.AddSingleton(_starter ?? Mock.Of<IMigrationStarter>(starter =>
                starter.CannotStart == _cannotCommand && starter.Destinations == Destinations()));
        });
    }

    private Destination[] Destinations() => [.. GoldenSeed.Hosts(_scenario).Select(host => new Destination(host))];

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _folder.Dispose();
    }

    /// <summary>Where nothing moves, nobody waits.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private static bool IsBackgroundWork(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Namespace?.StartsWith("Migrations.", StringComparison.Ordinal) == true;
}
