using System.Text.Json;
using Microsoft.Extensions.Logging;
using Migrations.Drivers.Fake.Files;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake;

/// <summary>Continues the saved world, or begins a new one.</summary>
internal static class FakeStart
{
    private const string ScenarioChanged = "the scenario was changed while this migration ran";

    /// <exception cref="ScenarioException">The scenario or the saved world are wrong.</exception>
    public static FakeHypervisor Begin(Scenario scenario, FakeOptions options, TimeProvider clock, ILogger logger)
    {
        var file = options.StateFile is { } path ? new WorldFile(path) : null;

        var saved = Resume(file?.Read(), scenario, new Chance(options.Seed), clock.GetUtcNow());
        file?.Write(saved);
        logger.WorldBegun(options.Scenario ?? "built-in", scenario.Servers.Count, saved.World.Now);
        return new FakeHypervisor(saved, options.Speed, file, clock, logger);
    }

    private static SavedWorld Resume(SavedWorld? saved, Scenario scenario, Chance chance, DateTimeOffset now)
    {
        if (saved is not null && IsSame(saved.World.Scenario, scenario))
            return saved with { World = saved.World with { Chance = chance } };

        // The first number is the present time in milliseconds, so that no two worlds give a job the same id.
        var world = FakeWorld.Begin(scenario, chance, lastJobNumber: now.ToUnixTimeMilliseconds());
        return new SavedWorld(now, saved is null ? world : world with { Ended = saved.World.EndedWith(ScenarioChanged) });
    }

    private static bool IsSame(Scenario left, Scenario right) =>
        JsonSerializer.Serialize(left, FakeJson.Default.Scenario) == JsonSerializer.Serialize(right, FakeJson.Default.Scenario);
}
