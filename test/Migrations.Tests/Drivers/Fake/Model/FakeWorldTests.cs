using CsCheck;
using Migrations.Drivers;
using Migrations.Drivers.Fake.Model;

namespace Migrations.Tests.Drivers.Fake.Model;

public sealed class FakeWorldTests
{
    [Test]
    public void GetStats_AnyMoment_CountersAreWithinBounds() => FakeWorlds.Any.Sample(world =>
    {
        foreach (var stats in world.ListJobs().Select(world.GetStats))
        {
            AssertBounds(stats.Disk.TotalBytes, stats.Disk.ProcessedBytes, stats.Disk.RemainingBytes);
            AssertBounds(stats.Memory.TotalBytes, stats.Memory.ProcessedBytes, stats.Memory.RemainingBytes);
        }
    });

    [Test]
    public void ListJobs_AnyMoment_NoMoreRunThanMay() => FakeWorlds.Any.Sample(world =>
    {
        var running = world.ListJobs().Count(job => job.Phase != JobPhase.Queued);

        Assert.That(running, Is.LessThanOrEqualTo(world.Scenario.MaxConcurrent));
    });

    [Test]
    public void Advance_ServersConverge_EveryMigrationCompletes() => FakeWorlds.Converging.Sample(world =>
    {
        foreach (var job in world.ListJobs())
            Assert.That(EndOf(world.UntilEnded(job), job), Is.EqualTo(JobResult.Completed));
    });

    [Test]
    public void ForceComplete_AnyMoment_EndsTheJob() => FakeWorlds.Any.Sample(world =>
    {
        foreach (var job in world.ListJobs().Where(job => job.Phase == JobPhase.PreCopy))
        {
            var ended = world.ForceComplete(job).World.UntilEnded(job);

            Assert.That(EndOf(ended, job), Is.EqualTo(JobResult.Completed));
            Assert.That(ended.ListServers().Select(server => server.Uuid), Has.None.EqualTo(job.ServerUuid));
        }
    });

    [Test]
    public void Abort_BeforeTheServerMoves_LeavesItHere() => FakeWorlds.Any.Sample(world =>
    {
        foreach (var job in world.ListJobs().Where(job => job.Phase < JobPhase.PostCopy))
        {
            var ended = world.Abort(job).UntilEnded(job);

            Assert.That(EndOf(ended, job), Is.EqualTo(JobResult.Cancelled));
            Assert.That(ended.ListServers().Select(server => server.Uuid), Has.One.EqualTo(job.ServerUuid));
        }
    });

    [Test]
    public void Advance_InPieces_IsTheSameAsAtOnce() =>
        Gen.Select(FakeWorlds.Any, Gen.Int[0, 2000], Gen.Int[0, 2000]).Sample((world, first, second) =>
            Assert.That(world.Advance(first).Advance(second).Print(), Is.EqualTo(world.Advance(first + second).Print())));

    [Test]
    public void Begin_SameSeed_IsTheSameWorld() => FakeWorlds.Any.Sample(world =>
    {
        var again = FakeWorld.Begin(world.Scenario, world.Chance, lastJobNumber: 0).Advance(world.Now.Ticks / FakeWorld.StepLength.Ticks);

        Assert.That(again.Print(), Is.EqualTo(world.Print()));
    });

    [Test]
    public void Begin_OtherSeed_IsAnotherWorld()
    {
        var scenario = new Migrations.Drivers.Fake.Scenarios.Scenario { Servers = [FakeServers.Of(TestbedServer.Endless)] };

        var worlds = from seed in Enumerable.Range(0, 10)
                     select FakeWorld.Begin(scenario, new Chance(seed), 0).Advance(30).Servers[0].Job!.Memory.DirtiedBytes;

        Assert.That(worlds, Is.Unique);
    }

    [Test]
    public void ListJobs_AsTimePasses_IdsAreNeverUsedAgain() => FakeWorlds.Any.Sample(world =>
    {
        var later = world.Advance(3000);
        var ids = later.Ended.Select(ended => ended.Id).Concat(later.ListJobs().Select(job => job.Id));

        Assert.That(ids, Is.Unique);
    });

    private static JobResult EndOf(FakeWorld world, MigrationJob job) => world.GetEnd(job.ServerUuid, job.Id).Result;

    private static void AssertBounds(long? total, long? processed, long? remaining)
    {
        Assert.That(total ?? 0, Is.Not.Negative);
        Assert.That(processed ?? 0, Is.Not.Negative);
        Assert.That(remaining ?? 0, Is.InRange(0L, total ?? 0));
    }
}
