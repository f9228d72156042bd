using Migrations.Drivers;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake;

/// <summary>One server of each kind, for scenarios made by tests.</summary>
internal static class FakeServers
{
    public static ScenarioServer Of(TestbedServer kind, string name = "server-0") => kind switch
    {
        TestbedServer.Idle => Quick(name) with { Migrates = null },
        TestbedServer.Quick => Quick(name),
        TestbedServer.Endless => Quick(name) with { DirtyMiBPerSecond = 200 },
        TestbedServer.EndlessPostCopy => Quick(name) with { DirtyMiBPerSecond = 200, PostCopy = true },
        TestbedServer.WithDisks => Quick(name) with { DisksMiB = [300, 200] },
        TestbedServer.Failing => Quick(name) with { Fails = new ScenarioFailure(JobPhase.PreCopy, 2, "the socket was closed") },
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static ScenarioServer Quick(string name) => new()
    {
        Name = name,
        Uuid = Guid.NewGuid(),
        ProjectId = new string('a', 32),
        UserId = new string('b', 32),
        MemoryMiB = 512,
        DirtyMiBPerSecond = 10,
        BandwidthMiBPerSecond = 100,
        Migrates = new ScenarioMigration(),
    };
}
