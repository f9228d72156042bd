using Migrations.Drivers;
using Migrations.Drivers.Fake;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake;

public sealed class FakeMigrationDriverTests : MigrationDriverContract<FakeMigrationDriver>
{
    [Test]
    public async Task ListServers_Always_NamesOwnerLockAndHost()
    {
        var locked = FakeServers.Of(TestbedServer.Idle) with { Locked = true };
        await using var testbed = new FakeTestbed(new Scenario { Servers = [locked] });

        Assert.That(await testbed.FindServerAsync(), Is.EqualTo(new Server
        {
            Uuid = locked.Uuid,
            Name = locked.Name,
            State = ServerState.Active,
            Locked = true,
            Host = "compute-1",
            UserId = locked.UserId,
            ProjectId = locked.ProjectId,
        }));
    }

    [Test]
    public async Task ListJobs_Always_NamesBothEnds()
    {
        await using var testbed = FakeTestbed.Open(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);

        Assert.That(job with { Id = "" }, Is.EqualTo(new MigrationJob("", testbed.Servers[0], JobPhase.PreCopy)
        {
            SourceCompute = "compute-1",
            SourceNode = "compute-1",
            DestCompute = "compute-2",
            DestNode = "compute-2",
            DestHost = "192.0.2.12",
        }));
    }

    [Test]
    public async Task ListJobs_EveryPlaceIsTaken_QueuesUntilOneIsFree()
    {
        await using var testbed = FakeTestbed.Open(TestbedServer.Endless, TestbedServer.Quick);
        var endless = await testbed.UntilAsync(JobPhase.PreCopy);
        var waiting = await testbed.UntilAsync(JobPhase.Queued, testbed.Servers[1]);
        Assert.That(await testbed.Driver.GetStatsAsync(waiting, default), Is.EqualTo(new JobStats(JobPhase.Queued)));

        await testbed.Driver.AbortAsync(endless, default);

        Assert.That((await testbed.UntilAsync(JobPhase.PreCopy, testbed.Servers[1])).Id, Is.EqualTo(waiting.Id));
    }

    [Test]
    public async Task Abort_Queued_DropsTheJobAtOnce()
    {
        await using var testbed = FakeTestbed.Open(TestbedServer.Endless, TestbedServer.Quick);
        var waiting = await testbed.UntilAsync(JobPhase.Queued, testbed.Servers[1]);

        await testbed.Driver.AbortAsync(waiting, default);

        Assert.That(await testbed.FindJobAsync(waiting.ServerUuid), Is.Null);
        var end = await testbed.Driver.GetEndAsync(waiting.ServerUuid, waiting.Id, default);
        Assert.That(end, Is.EqualTo(new JobEnd(JobResult.Cancelled)));
    }

    [Test]
    public async Task Abort_PreCopy_IsAbortingForAMomentThenCancelled()
    {
        await using var testbed = FakeTestbed.Open(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);

        await testbed.Driver.AbortAsync(job, default);

        Assert.That((await testbed.FindJobAsync(job.ServerUuid))?.Phase, Is.EqualTo(JobPhase.Aborting));
        await Assert.ThatAsync(() => testbed.Driver.ForceCompleteAsync(job, default), Throws.Exception);
        await testbed.UntilEndedAsync(job);
        var end = await testbed.Driver.GetEndAsync(job.ServerUuid, job.Id, default);
        Assert.That(end.Result, Is.EqualTo(JobResult.Cancelled));
    }

    [Test]
    public async Task GetEnd_JobFailed_TellsTheReason()
    {
        await using var testbed = FakeTestbed.Open(TestbedServer.Failing);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.UntilEndedAsync(job);

        var end = await testbed.Driver.GetEndAsync(job.ServerUuid, job.Id, default);

        Assert.That(end, Is.EqualTo(new JobEnd(JobResult.Failed, "the socket was closed")));
    }

    [Test]
    public async Task ForceComplete_PostCopyBreaks_StaysBrokenThenFails()
    {
        var breaking = FakeServers.Of(TestbedServer.EndlessPostCopy) with
        {
            Fails = new ScenarioFailure(JobPhase.PostCopy, 1, "the connection was lost"),
        };
        await using var testbed = new FakeTestbed(new Scenario { Servers = [breaking] });
        await testbed.Driver.ForceCompleteAsync(await testbed.UntilAsync(JobPhase.PreCopy), default);

        var broken = await testbed.UntilAsync(JobPhase.PostCopyBroken);
        await testbed.UntilEndedAsync(broken);

        var end = await testbed.Driver.GetEndAsync(broken.ServerUuid, broken.Id, default);
        Assert.That(end, Is.EqualTo(new JobEnd(JobResult.Failed, "the connection was lost")));
    }

    [Test]
    public async Task Command_Slow_IsCarriedOutThoughNobodyWaits()
    {
        var server = FakeServers.Of(TestbedServer.Endless);
        await using var testbed = new FakeTestbed(new Scenario
        {
            Servers = [server],
            Calls = [new ScriptedCall { Call = HypervisorCall.Abort, Server = server.Name, DelayMilliseconds = 800 }],
        });
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        using var given = new CancellationTokenSource();
        var abort = testbed.Driver.AbortAsync(job, given.Token);
        await given.CancelAsync();
        await Assert.ThatAsync(() => abort, Throws.InstanceOf<OperationCanceledException>());

        await testbed.UntilEndedAsync(job);

        var end = await testbed.Driver.GetEndAsync(job.ServerUuid, job.Id, default);
        Assert.That(end.Result, Is.EqualTo(JobResult.Cancelled));
    }

    protected override Task<DriverTestbed> OpenAsync(params TestbedServer[] servers) =>
        Task.FromResult<DriverTestbed>(FakeTestbed.Open(servers));

    protected override Task<Func<Task>> ArrangeErrorAsync(DriverErrorKind kind)
    {
        var testbed = new FakeTestbed(new Scenario
        {
            Servers = [FakeServers.Of(TestbedServer.Idle)],
            Calls = [new ScriptedCall { Call = HypervisorCall.ListJobs, Error = kind }],
        });
        return Task.FromResult<Func<Task>>(() => testbed.Driver.ListJobsAsync(default));
    }
}
