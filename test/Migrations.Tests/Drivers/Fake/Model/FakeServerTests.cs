using Migrations.Drivers;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake.Model;

public sealed class FakeServerTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(50);
    private static readonly Chance Chance = new(1);

    private static readonly ScenarioServer Coming = FakeServers.Of(TestbedServer.Quick) with
    {
        Migrates = new ScenarioMigration(AfterSeconds: 3, AgainAfterSeconds: 100, ReturnAfterSeconds: 20),
    };

    private static readonly ScenarioServer Staying = Coming with { Migrates = null };

    [Test]
    public void Server_IsDueFromItsTimeOn_WhileItIsHereWithoutAJob()
    {
        var server = FakeServer.New(Coming);

        Assert.Multiple(() =>
        {
            Assert.That(server.IsDue(TimeSpan.FromSeconds(2.9)), Is.False);
            Assert.That(server.IsDue(TimeSpan.FromSeconds(3)), Is.True);
            Assert.That((server with { Here = false }).IsDue(Now), Is.False);
            Assert.That((server with { Job = FakeJob.Queue(Coming, 1) }).IsDue(Now), Is.False);
            Assert.That(FakeServer.New(Staying).IsDue(Now), Is.False);
        });
    }

    [Test]
    public void Server_ThatIsAway_ReturnsAtItsTime()
    {
        var away = FakeServer.New(Coming) with { Here = false, ReturnsAt = Now };

        Assert.That(away.Advance(Coming, Chance, Now - FakeWorld.StepLength), Is.EqualTo(away));
        Assert.That(away.Advance(Coming, Chance, Now), Is.EqualTo(away with { Here = true, ReturnsAt = null }));
        Assert.That((away with { ReturnsAt = null }).Advance(Coming, Chance, Now).Here, Is.False);
    }

    [Test]
    public void Server_WithAJob_AdvancesItOnly()
    {
        var server = FakeServer.New(Coming) with { Job = FakeJob.Queue(Coming, 1).Enter(JobPhase.Preparing) };

        Assert.That(server.Advance(Coming, Chance, Now).Job!.Elapsed, Is.EqualTo(FakeWorld.StepLength));
    }

    [TestCase(JobResult.Completed, false)]
    [TestCase(JobResult.Failed, true)]
    [TestCase(JobResult.Cancelled, true)]
    public void Server_WhoseJobHasEnded_HasLeftOnlyIfItCompleted(JobResult result, bool here)
    {
        var settled = Ended(result).Settle(Coming, Chance, Now);

        Assert.That((settled.Here, settled.Job), Is.EqualTo((here, (FakeJob?)null)));
        Assert.That(settled.ReturnsAt, Is.EqualTo(here ? (TimeSpan?)null : Now + TimeSpan.FromSeconds(20)));
        Assert.That(settled.MigratesAt, Is.EqualTo(Now + TimeSpan.FromSeconds(100)).Within(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public void Server_ThatMigratesNoMore_NeverDoesAgain()
    {
        var settled = Ended(JobResult.Completed).Settle(Staying, Chance, Now);

        Assert.That((settled.MigratesAt, settled.ReturnsAt), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)null)));
    }

    private static FakeServer Ended(JobResult result) =>
        FakeServer.New(Coming) with { Job = FakeJob.Queue(Coming, 1) with { End = new JobEnd(result) } };
}
