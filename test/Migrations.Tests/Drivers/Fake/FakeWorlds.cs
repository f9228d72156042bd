using System.Text.Json;
using CsCheck;
using Migrations.Drivers;
using Migrations.Drivers.Fake.Files;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake;

/// <summary>Random worlds.</summary>
internal static class FakeWorlds
{
    /// <summary>Of up to four servers of any kind, at any moment of their first five minutes.</summary>
    public static Gen<FakeWorld> Any { get; } = Of(Server(maxDirtyShare: 2));

    /// <summary>Of servers that dirty memory at half of their bandwidth at most.</summary>
    public static Gen<FakeWorld> Converging { get; } = Of(Server(maxDirtyShare: 0.5));

    /// <summary>Everything that a world is.</summary>
    public static string Print(this FakeWorld world) =>
        JsonSerializer.Serialize(new SavedWorld(default, world), FakeJson.Default.SavedWorld);

    private static Gen<FakeWorld> Of(Gen<ScenarioServer> server) =>
        Gen.Select(server.Array[1, 4], Gen.Int[1, 3], Gen.Long, Gen.Int[0, 3000], (servers, places, seed, steps) =>
        {
            var scenario = new Scenario
            {
                MaxConcurrent = places,
                Servers = [.. servers.Select((server, index) => server with { Name = $"server-{index}" })],
            };
            return FakeWorld.Begin(scenario, new Chance(seed), lastJobNumber: 0).Advance(steps);
        });

    private static Gen<ScenarioServer> Server(double maxDirtyShare) =>
        Gen.Select(Gen.Long[1, 4096], Gen.Long[50, 400], Gen.Double[0, maxDirtyShare], Gen.Long[1, 1000].Array[0, 2],
            Gen.Bool, Gen.Int[1, 2000], (memory, bandwidth, dirtyShare, disks, postCopy, downtime) => new ScenarioServer
            {
                Name = "",
                Uuid = Guid.NewGuid(),
                ProjectId = new string('a', 32),
                UserId = new string('b', 32),
                MemoryMiB = memory,
                DirtyMiBPerSecond = (long)(bandwidth * dirtyShare),
                BandwidthMiBPerSecond = bandwidth,
                AllowedDowntimeMilliseconds = downtime,
                DisksMiB = disks,
                PostCopy = postCopy,
                Migrates = new ScenarioMigration(0, AgainAfterSeconds: 5, ReturnAfterSeconds: 3),
            });

    /// <summary>The world once the job has ended, however long that takes.</summary>
    public static FakeWorld UntilEnded(this FakeWorld world, MigrationJob job)
    {
        for (var i = 0; i < 100_000 && world.ListJobs().Any(other => other.Id == job.Id); i++)
            world = world.Advance(1);
        return world;
    }
}
