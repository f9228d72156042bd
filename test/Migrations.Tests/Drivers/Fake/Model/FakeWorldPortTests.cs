using Migrations.Drivers;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake.Model;

/// <summary>What the fake hypervisor says of its servers, jobs and ends.</summary>
public sealed class FakeWorldPortTests
{
    private static readonly ScenarioServer First = FakeServers.Of(TestbedServer.Endless, "first");
    private static readonly ScenarioServer Second = FakeServers.Of(TestbedServer.Endless, "second") with { Locked = true };
    private static readonly Scenario Two = new() { MaxConcurrent = 1, Servers = [First, Second] };

    [Test]
    public void Servers_AreListedAsTheScenarioHasThem() =>
        Assert.That(World().ListServers()[1], Is.EqualTo(new Server
        {
            Uuid = Second.Uuid,
            Name = "second",
            State = ServerState.Active,
            Locked = true,
            Host = "compute-1",
            UserId = Second.UserId,
            ProjectId = Second.ProjectId,
        }));

    [Test]
    public void Jobs_AreListedWithBothEnds_AndTheOneThatCannotRunYetIsQueued()
    {
        var jobs = World().ListJobs();

        Assert.That(jobs.Select(job => job.Phase), Is.EqualTo(new[] { JobPhase.Preparing, JobPhase.Queued }));
        Assert.That(jobs[0], Is.EqualTo(new MigrationJob("first-6", First.Uuid, JobPhase.Preparing)
        {
            SourceCompute = "compute-1",
            SourceNode = "compute-1",
            DestCompute = "compute-2",
            DestNode = "compute-2",
            DestHost = "192.0.2.12",
        }));
    }

    [Test]
    public void Job_ThatWaits_BeginsWhenAPlaceIsFree()
    {
        var world = World();
        world = world.Abort(world.ListJobs()[0]).Advance(3);

        Assert.That(world.ListJobs().Single().Phase, Is.EqualTo(JobPhase.Preparing));
        Assert.That(world.Jobs, Is.EqualTo(new long?[] { null, 7 }));
    }

    [Test]
    public void Jobs_ThatWait_BeginInTheOrderOfTheirNumbers()
    {
        var third = FakeServers.Of(TestbedServer.Endless, "third");
        var scenario = Two with { Servers = [First, Second with { Migrates = new ScenarioMigration(1) }, third] };
        var world = FakeWorld.Begin(scenario, new Chance(1), 0).Advance(20);
        world = world.Abort(world.ListJobs()[0]).Advance(3);

        Assert.That(world.ListJobs().Select(job => (job.Id, job.Phase)),
            Is.EqualTo(new[] { ("second-3", JobPhase.Queued), ("third-2", JobPhase.Preparing) }));
    }

    [Test]
    public void End_OfEachJob_IsByWhatTheWorldKnows()
    {
        var world = World();
        var job = world.ListJobs()[1];
        Assert.That(() => world.GetEnd(job.ServerUuid, job.Id), Throws.TypeOf<MigrationDriverException>()
            .With.Property(nameof(MigrationDriverException.Kind)).EqualTo(DriverErrorKind.NotYet));

        var aborted = world.Abort(job);

        Assert.Multiple(() =>
        {
            Assert.That(aborted.GetEnd(job.ServerUuid, job.Id).Result, Is.EqualTo(JobResult.Cancelled));
            Assert.That(aborted.GetEnd(First.Uuid, job.Id).Result, Is.EqualTo(JobResult.NotMigrated), "another server's job");
            Assert.That(aborted.GetEnd(job.ServerUuid, "other").Result, Is.EqualTo(JobResult.NotMigrated));
            Assert.That(aborted.GetEnd(Guid.NewGuid(), job.Id).Result, Is.EqualTo(JobResult.Unknown));
        });
    }

    [Test]
    public void Job_ThatIsNotThere_IsNotFound()
    {
        var job = World().ListJobs()[0];

        foreach (var other in new[] { job with { Id = "other" }, job with { ServerUuid = Second.Uuid } })
            Assert.That(() => World().GetStats(other), Throws.TypeOf<MigrationDriverException>()
                .With.Property(nameof(MigrationDriverException.Kind)).EqualTo(DriverErrorKind.NoSuchJob));
    }

    [Test]
    public void Ends_OfAWorldThatEnds_AreThoseOfItsJobsToo()
    {
        var world = World();
        world = world.Abort(world.ListJobs()[1]);

        Assert.That(world.EndedWith("replaced").Select(ended => (ended.ServerUuid, ended.Id, ended.End)), Is.EqualTo(new[]
        {
            (Second.Uuid, "second-7", new JobEnd(JobResult.Cancelled)), (First.Uuid, "first-6", new JobEnd(JobResult.Failed, "replaced")),
        }));
    }

    [Test]
    public void Ends_OfLongAgo_AreForgotten()
    {
        var again = First with { Migrates = new ScenarioMigration(0, AgainAfterSeconds: 0.1) };
        var world = FakeWorld.Begin(Two with { Servers = [again] }, new Chance(1), 0);
        while (world.LastJobNumber <= 505)
            world = world.ListJobs() is [var job] ? world.Abort(job).Advance(1) : world.Advance(1);

        Assert.That(world.Ended, Has.Length.EqualTo(500));
        Assert.That(world.Ended[^1].Id, Is.EqualTo($"first-{world.LastJobNumber - world.ListJobs().Count}"));
    }

    [Test]
    public void Outage_OfTheHypervisor_IsNewsAtItsBeginningAndItsEnd()
    {
        var scenario = Two with { Calls = [new ScriptedCall { FromSeconds = 1, UntilSeconds = 2, Error = DriverErrorKind.Unreachable }] };
        var world = FakeWorld.Begin(scenario, new Chance(1), 0);

        Assert.That(new[] { 9, 10, 19, 20 }.Select(steps => world.Advance(steps).Landmarks.First().Item1),
            Is.EqualTo(new[] { true, false, false, true }));
    }

    [TestCase(true, true, ExpectedResult = true)]
    [TestCase(true, false, ExpectedResult = true, Description = "one of two is enough")]
    [TestCase(false, false, ExpectedResult = false)]
    public bool IsMigrating_IsWhetherAnyServerHasAJob(bool first, bool second) => FakeWorld.Begin(
        Two with { Servers = [first ? First : First with { Migrates = null }, second ? Second : Second with { Migrates = null }] },
        new Chance(1), 0).Advance(1).IsMigrating;

    [Test]
    public void NextChange_IsTheNextStepWithAJob_AndElseWhenAServerLeavesOrReturns()
    {
        var idle = new Scenario { Servers = [First with { Migrates = new ScenarioMigration(30) }, Second with { Migrates = null }] };
        var world = FakeWorld.Begin(idle, new Chance(1), 0);
        var away = world.Servers[1] with { Here = false, ReturnsAt = TimeSpan.FromSeconds(20) };
        var never = FakeWorld.Begin(idle with { Servers = [Second with { Migrates = null }] }, new Chance(1), 0);

        Assert.That(world.NextChange, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That((world with { Servers = [world.Servers[0], away] }).NextChange, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(World().NextChange, Is.EqualTo(World().Now + FakeWorld.StepLength));
        Assert.That(never.NextChange, Is.Null);
    }

    [Test]
    public void Script_OfACall_IsTheFirstThatApplies()
    {
        var scenario = Two with
        {
            Calls =
            [
                new ScriptedCall { Call = HypervisorCall.Abort, Server = "second", Message = "1" },
                new ScriptedCall { Call = HypervisorCall.Abort, Message = "2" },
                new ScriptedCall { Call = HypervisorCall.GetStats, FromSeconds = 60, Message = "3" },
            ],
        };
        var world = FakeWorld.Begin(scenario, new Chance(1), 0);

        Assert.Multiple(() =>
        {
            Assert.That(world.ScriptOf(HypervisorCall.Abort, Second.Uuid)?.Message, Is.EqualTo("1"));
            Assert.That(world.ScriptOf(HypervisorCall.Abort, First.Uuid)?.Message, Is.EqualTo("2"));
            Assert.That(world.ScriptOf(HypervisorCall.GetStats, First.Uuid), Is.Null);
            Assert.That(world.ScriptOf(HypervisorCall.ListJobs, null), Is.Null);
        });
    }

    private static FakeWorld World() => FakeWorld.Begin(Two, new Chance(1), lastJobNumber: 5).Advance(1);
}
