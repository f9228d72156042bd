using Migrations.Drivers;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake.Model;

/// <summary>What the fake hypervisor does with migrations that somebody starts.</summary>
public sealed class FakeWorldStartsTests
{
    private const string Id = "the-job";

    private static readonly ScenarioServer Server = FakeServers.Of(TestbedServer.Idle) with { DisksMiB = [50], DirtyMiBPerSecond = 0, MemoryMiB = 100 };
    private static readonly StartOrder Order = new(Server.Uuid, Guid.NewGuid(), null, false, DiskCopy.Auto);

    [TestCase(PreCheck.Cpu, "no AVX", "Unacceptable CPU info: no AVX")]
    [TestCase(PreCheck.HypervisorType, null, "The supplied hypervisor type of is invalid.")]
    [TestCase(PreCheck.HypervisorTooOld, null, "The instance requires a newer hypervisor version than has been provided.")]
    [TestCase(PreCheck.LocalStorage, null, "host-1 is not on local storage: Block migration can not be used with shared storage.")]
    [TestCase(PreCheck.SharedStorage, null, "host-1 is not on shared storage: Shared storage live-migration requires either shared storage or boot-from-volume with no local disks.")]
    [TestCase(PreCheck.HypervisorGone, null, "Connection to the hypervisor is broken on host")]
    [TestCase(PreCheck.NoAnswer, null, "Timeout while checking if we can live migrate to host: host-1")]
    [TestCase(PreCheck.Other, "no memory", "Migration pre-check error: no memory")]
    public void Check_DestinationRefuses_IsToldInNovasWordsWhenForced(PreCheck check, string? reason, string message)
    {
        var world = World(Server, Destination("host-1") with { Refuses = new ScenarioRefusal(check, reason) });

        Assert.That(world.Check(Order with { Host = "host-1", IsForced = true }).Refusal?.Message, Is.EqualTo(message));
        Assert.That(world.Check(Order with { Host = "host-1" }).Refusal?.Message,
            Is.EqualTo("No valid host was found. There are not enough hosts available."));
    }

    [Test]
    public void Check_NoneIsFit_NamesEachReasonInTheDetails() =>
        Assert.That(
            World(Server, Destination("host-1") with { Down = true }, Destination("host-2") with { Refuses = new(PreCheck.Other, "no memory") })
                .Check(Order).Refusal,
            Is.EqualTo(new StartRefusal(FaultKind.BadRequest, "No valid host was found. There are not enough hosts available.",
                "No valid host was found. There are not enough hosts available. "
                + "(host-1: Compute service of host-1 is unavailable at this time.; host-2: Migration pre-check error: no memory)")));

    [Test]
    public void Check_SeveralAreAsked_TakesAsLongAsAllOfThem() =>
        Assert.That(
            World(Server, Destination("host-1") with { CheckDelayMilliseconds = 10, Refuses = new(PreCheck.HypervisorType) },
                Destination("host-2") with { CheckDelayMilliseconds = 5 }, Destination("host-3") with { CheckDelayMilliseconds = 100 }).Check(Order),
            Is.EqualTo(new StartCheck(Destination("host-2") with { CheckDelayMilliseconds = 5 }, null, TimeSpan.FromMilliseconds(15))));

    [Test]
    public void Check_ScenarioNamesNoDestinations_KnowsThatOfItsOwnMigrations() =>
        Assert.That(World(Server, null).Check(Order).Fit,
            Is.EqualTo(new ScenarioDestination { Compute = "compute-2", Node = "compute-2", Host = "192.0.2.12" }));

    [Test]
    public void Check_ScenarioHasNoDestination_FindsNoHost() =>
        Assert.That(World(Server, []).Check(Order).Refusal,
            Is.EqualTo(StartRefusal.NoValidHost("There are not enough hosts available.")));

    [TestCase(ServerState.Suspended)]
    [TestCase(ServerState.Stopped)]
    [TestCase(ServerState.Error)]
    public void Check_ServerDoesNotRun_IsPoweredOff(ServerState state)
    {
        var world = World(Server with { State = state });

        Assert.That(world.Check(Order).Refusal, Is.EqualTo(StartRefusal.PoweredOff(Server.Uuid)));
        Assert.That(() => world.Start(Order, Id, "host-1"), Throws.TypeOf<StartRefusedException>());
    }

    [Test]
    public void Check_ServerIsPaused_IsFit() =>
        Assert.That(World(Server with { State = ServerState.Paused }).Check(Order).Fit, Is.Not.Null);

    [TestCase(DiskCopy.None, JobPhase.PreCopy)]
    [TestCase(DiskCopy.All, JobPhase.Storage)]
    [TestCase(DiskCopy.Auto, JobPhase.Storage)]
    public void Start_Disks_AreCopiedAsTheOrderSays(DiskCopy disks, JobPhase afterPreparation)
    {
        var world = World(Server).Start(Order with { Disks = disks }, Id, "host-1").Advance(11);

        Assert.That(Phase(world), Is.EqualTo(afterPreparation));
    }

    [Test]
    public void Start_EveryPlaceIsTaken_BeginsAtOnceAndTakesNone()
    {
        var (first, second) = (FakeServers.Of(TestbedServer.Endless, "first"), FakeServers.Of(TestbedServer.Endless, "second"));
        var world = FakeWorld.Begin(new Scenario { MaxConcurrent = 1, Servers = [first, second, Server] }, new Chance(1), 0)
            .Start(Order, Id, "compute-2").Advance(1);

        Assert.That(world.ListJobs().Select(job => job.Phase), Is.EqualTo(new[] { JobPhase.Preparing, JobPhase.Queued, JobPhase.Preparing }));
    }

    [Test]
    public void Start_Twice_IsTheSameJobAlsoWhenItIsOver()
    {
        var world = World(Server).Start(Order, Id, "host-1");
        Assert.That(world.Start(Order, Id, "host-1"), Is.SameAs(world));
        world = world.Advance(300);
        Assert.That(world.ListJobs(), Is.Empty);

        Assert.That(world.Start(Order, Id, "host-1"), Is.SameAs(world));
    }

    [Test]
    public void Start_DestinationIsNotKnownAnyMore_IsRefused() =>
        Assert.That(() => World(Server).Start(Order, Id, "host-7"), Throws.TypeOf<StartRefusedException>()
            .With.Message.EqualTo("Compute service of host-7 is unavailable at this time."));

    [Test]
    public void Start_ServerThatOnlyReturns_IsBackAndCanBeStartedAgain()
    {
        var world = World(Server with { Migrates = new ScenarioMigration(ByItself: false, ReturnAfterSeconds: 5) }).Advance(100);
        Assert.That(world.ListJobs(), Is.Empty, "it stays until it is started");
        world = world.Start(Order, Id, "host-1").Advance(36);
        Assert.That((world.ListJobs(), world.ListServers()), Is.EqualTo((Array.Empty<MigrationJob>(), Array.Empty<Server>())));

        world = world.Advance(50);

        Assert.That(world.ListServers(), Has.One.Items);
        Assert.That(Phase(world.Start(Order, "another", "host-1")), Is.EqualTo(JobPhase.Preparing));
    }

    [Test]
    public void Start_BeforeItsOwnMigration_DoesNotTakeThatAway()
    {
        var world = World(Server with { Migrates = new ScenarioMigration(AfterSeconds: 30, ReturnAfterSeconds: 1) }).Start(Order, Id, "host-1");

        Assert.That(world.Advance(301).ListJobs().Single().Id, Is.EqualTo("server-0-2"));
    }

    [TestCase(10, null, 40)]
    [TestCase(1000, null, 10)]
    [TestCase(null, 20, 20)]
    [TestCase(10, 5, 80)]
    public void Speed_IsTheLeastOfServerDestinationAndLimit(int? destination, int? limit, int expectedTenths)
    {
        var server = Server with { DisksMiB = [], MemoryMiB = 40, BandwidthMiBPerSecond = 40 };
        var world = World(server, Destination("host-1") with { BandwidthMiBPerSecond = destination }).Start(Order, Id, "host-1").Advance(10);
        if (limit is { } set)
            world = world.Steer(world.ListJobs()[0], terms => terms with { LimitMiBPerSecond = set });

        Assert.That(Phase(world.Advance(expectedTenths - 1)), Is.EqualTo(JobPhase.PreCopy));
        Assert.That(Phase(world.Advance(expectedTenths)), Is.EqualTo(JobPhase.Finishing));
    }

    [TestCase(JobPhase.PostCopy)]
    [TestCase(JobPhase.PostCopyBroken)]
    [TestCase(JobPhase.Finishing)]
    [TestCase(JobPhase.Aborting)]
    public void Steer_WhenTheCopyIsOver_IsRefused(JobPhase phase) =>
        Assert.That(() => FakeJob.Queue(Server, 1).Enter(phase).Steer(terms => terms),
            Throws.TypeOf<MigrationDriverException>().With.Property(nameof(MigrationDriverException.Kind)).EqualTo(DriverErrorKind.Refused));

    private static JobPhase Phase(FakeWorld world) => world.ListJobs().Single().Phase;

    private static ScenarioDestination Destination(string compute) => new() { Compute = compute, Node = compute };

    private static FakeWorld World(ScenarioServer server) => World(server, Destination("host-1"));

    private static FakeWorld World(ScenarioServer server, params ScenarioDestination[]? destinations) =>
        FakeWorld.Begin(new Scenario { Servers = [server], Destinations = destinations }, new Chance(1), lastJobNumber: 0);
}
