using Migrations.Drivers;
using Migrations.Drivers.Fake;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake;

public sealed class FakeMigrationStarterTests : MigrationStarterContract<FakeMigrationStarter>
{
    private static readonly ScenarioDestination Down = new() { Compute = "compute-9", Node = "compute-9", Down = true };
    private static readonly ScenarioDestination Good = new() { Compute = "compute-3", Node = "node-3", Host = "192.0.2.13" };

    [Test]
    public async Task Check_DestinationIsSlow_AnswersThatMuchLater()
    {
        await using var testbed = Open([Good with { CheckDelayMilliseconds = 2000 }], TestbedServer.Quick);
        var fake = (FakeTestbed)testbed.Hypervisor;
        var check = testbed.Starter.CheckAsync(testbed.Order(), default);

        fake.Clock.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.That(check.IsCompleted, Is.False);
        fake.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That(await check, Is.EqualTo(new Destination("compute-3", "node-3", "192.0.2.13")));
    }

    [Test]
    public async Task Call_Scripted_DoesAsTheScenarioSays()
    {
        var server = FakeServers.Of(TestbedServer.Idle);
        var testbed = new FakeTestbed(new Scenario
        {
            Servers = [server],
            Calls =
            [
                new ScriptedCall { Call = HypervisorCall.CheckStart, Error = DriverErrorKind.TimedOut, Message = "no answer" },
                new ScriptedCall { Call = HypervisorCall.Start, DelayMilliseconds = 800 },
            ],
        });
        var starter = new FakeMigrationStarter(testbed.Hypervisor, testbed.Clock);
        var order = new StartOrder(server.Uuid, Guid.NewGuid(), null, false, DiskCopy.Auto);
        await Assert.ThatAsync(() => starter.CheckAsync(order, default),
            Throws.TypeOf<MigrationDriverException>().With.Message.EqualTo("no answer"));
        using var given = new CancellationTokenSource();
        var start = starter.StartAsync(order, starter.Destinations[0], given.Token);
        await given.CancelAsync();
        await Assert.ThatAsync(() => start, Throws.InstanceOf<OperationCanceledException>());

        var job = await testbed.UntilAsync(JobPhase.Preparing);

        Assert.That(job.Id, Is.EqualTo(starter.JobIdOf(order)), "it is carried out though nobody waits");
    }

    [Test]
    public async Task Start_Always_NamesTheDestinationInItsJob()
    {
        await using var testbed = Open([Down, Good], TestbedServer.Endless);

        var job = await testbed.StartAsync();

        Assert.That((job.SourceCompute, job.DestCompute, job.DestNode, job.DestHost),
            Is.EqualTo(("compute-1", "compute-3", "node-3", "192.0.2.13")));
    }

    protected override Task<StarterTestbed> OpenAsync(params TestbedServer[] servers) => Task.FromResult(Open([Down, Good], servers));

    private static StarterTestbed Open(IReadOnlyList<ScenarioDestination> destinations, params TestbedServer[] servers)
    {
        var testbed = FakeTestbed.OpenIdle(destinations, servers);
        return new StarterTestbed(testbed, new FakeMigrationStarter(testbed.Hypervisor, testbed.Clock))
        {
            Source = "compute-1",
            Down = Down.Compute,
        };
    }
}
