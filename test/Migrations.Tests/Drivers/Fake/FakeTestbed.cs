using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Drivers.Fake;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake;

/// <summary>A fake world of a few servers under a fake clock.</summary>
internal sealed class FakeTestbed : DriverTestbed
{
    private static readonly TimeSpan LostFrom = TimeSpan.FromSeconds(1000);
    private static readonly TimeSpan LostUntil = TimeSpan.FromSeconds(1010);
    private static readonly TimeSpan HangsFrom = TimeSpan.FromSeconds(2000);

    private readonly DateTimeOffset _beginning;

    public FakeTestbed(Scenario scenario, FakeOptions? options = null)
    {
        _beginning = Clock.GetUtcNow();
        Hypervisor = FakeStart.Begin(scenario, options ?? new FakeOptions(), Clock, NullLogger.Instance);
        Driver = new FakeMigrationDriver(Hypervisor, Clock);
        Servers = [.. scenario.Servers.Select(server => server.Uuid)];
    }

    public FakeTimeProvider Clock { get; } = new();

    public FakeHypervisor Hypervisor { get; }

    public override IMigrationDriver Driver { get; }

    public override IReadOnlyList<Guid> Servers { get; }

    public static FakeTestbed Open(params TestbedServer[] servers) => new(Troubled(servers));

    /// <summary>Its servers are left alone until their migrations are started.</summary>
    public static FakeTestbed OpenIdle(IReadOnlyList<ScenarioDestination> destinations, params TestbedServer[] servers)
    {
        var scenario = Troubled(servers);
        return new(scenario with
        {
            Destinations = destinations,
            Servers = [.. scenario.Servers.Select(server => server with { Migrates = null })],
        });
    }

    /// <summary>It can be lost, and later hangs.</summary>
    private static Scenario Troubled(TestbedServer[] servers) => new()
    {
        MaxConcurrent = 1,
        Servers = [.. servers.Select((kind, index) => FakeServers.Of(kind, $"server-{index}"))],
        Calls =
        [
            new ScriptedCall
            {
                Error = DriverErrorKind.Unreachable,
                FromSeconds = LostFrom.TotalSeconds,
                UntilSeconds = LostUntil.TotalSeconds,
            },
            new ScriptedCall { Hang = true, FromSeconds = HangsFrom.TotalSeconds },
        ],
    };

    public override Task LoseAsync() => AdvanceTo(LostFrom);

    public override Task RestoreAsync() => AdvanceTo(LostUntil);

    /// <summary>The scenario sees to it: it fails when time passes.</summary>
    public override Task FailAsync() => Task.CompletedTask;

    public override Task HangAsync() => AdvanceTo(HangsFrom);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <remarks>News are reported on another thread; the world stands still from the change on, or it would run away.</remarks>
    public override async Task UntilNewsAsync(Task news)
    {
        var before = Hypervisor.World.Landmarks.ToList();
        while (!news.IsCompleted && Hypervisor.World.Landmarks.SequenceEqual(before))
            await PassTimeAsync();
        await news;
    }

    protected override async Task PassTimeAsync()
    {
        Clock.Advance(FakeWorld.StepLength);
        await Task.Yield();
    }

    private Task AdvanceTo(TimeSpan moment)
    {
        Clock.SetUtcNow(_beginning + moment);
        return Task.CompletedTask;
    }
}
