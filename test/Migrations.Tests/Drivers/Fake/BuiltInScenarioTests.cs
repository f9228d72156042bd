using Migrations.Drivers;
using Migrations.Drivers.Fake.Files;
using Migrations.Drivers.Fake.Model;

namespace Migrations.Tests.Drivers.Fake;

public sealed class BuiltInScenarioTests
{
    private const int StepsInSecond = 10;

    private readonly FakeWorld _beginning = FakeWorld.Begin(ScenarioFile.Load(null), new Chance(0), lastJobNumber: 0);

    [Test]
    public void Servers_Always_HaveSeveralOwnersAndOneIsLocked()
    {
        var servers = _beginning.ListServers();

        Assert.That(servers, Has.Count.AtLeast(7));
        Assert.That(servers.Select(server => server.ProjectId).Distinct().Count(), Is.AtLeast(2));
        Assert.That(servers.Select(server => server.UserId).Distinct().Count(), Is.AtLeast(2));
        Assert.That(servers, Has.One.Property(nameof(Server.Locked)).True);
    }

    [Test]
    public void Migrations_ThreeSecondsOld_BothNeverConvergingOnesCanBeForced()
    {
        var world = _beginning.Advance(3 * StepsInSecond);

        var means = world.ListJobs()
            .Where(job => job.Phase == JobPhase.PreCopy)
            .Select(job => world.ForceComplete(job).Means);

        Assert.That(means, Is.SupersetOf([ForceCompleteMeans.PostCopy, ForceCompleteMeans.Pause]));
    }

    [Test]
    public void Migrations_HalfAnHour_ThereIsAlwaysSomethingToSee()
    {
        var world = _beginning.Advance(3 * StepsInSecond);
        var seen = new HashSet<JobPhase>();
        for (var second = 3; second < 1800; second++)
        {
            var phases = world.ListJobs().Select(job => job.Phase).ToList();
            Assert.That(phases, Has.Some.EqualTo(JobPhase.PreCopy), $"after {second} s");
            seen.UnionWith(phases);
            world = world.Advance(StepsInSecond);
        }

        Assert.That(seen, Is.EquivalentTo(
            [JobPhase.Queued, JobPhase.Preparing, JobPhase.Storage, JobPhase.PreCopy, JobPhase.Finishing]));
        Assert.That(world.Ended.Select(ended => ended.End.Result).Distinct(),
            Is.EquivalentTo([JobResult.Completed, JobResult.Failed]));
        foreach (var server in world.Scenario.Servers.Where(server => server.Name is not ("cache-1" or "db-1" or "idle-1" or "db-2" or "home-1")))
            Assert.That(world.Ended.Count(ended => ended.ServerUuid == server.Uuid), Is.AtLeast(2), server.Name);
    }

    [Test]
    public void Migrations_EveryoneIsAborted_BeginAgain()
    {
        var world = _beginning.Advance(10 * StepsInSecond);
        foreach (var job in world.ListJobs().Where(job => job.Phase < JobPhase.PostCopy))
            world = world.Abort(job);

        world = world.Advance(60 * StepsInSecond);

        Assert.That(world.ListJobs(), Has.Some.Property(nameof(MigrationJob.Phase)).EqualTo(JobPhase.PreCopy));
    }
}
