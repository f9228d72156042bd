using Migrations.Drivers;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake;

public sealed class FakeMigrationDriverTests : MigrationDriverContract
{
    [Test]
    public async Task ListServers_Always_NamesOwnerLockAndHost()
    {
        var locked = FakeServers.Of(LabServer.Idle) with { Locked = true };
        await using var lab = new FakeLab(new Scenario { Servers = [locked] });

        Assert.That(await lab.FindServerAsync(), Is.EqualTo(new Server
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
        await using var lab = FakeLab.Open(LabServer.Endless);
        var job = await lab.UntilAsync(JobPhase.PreCopy);

        Assert.That(job with { Id = "" }, Is.EqualTo(new MigrationJob("", lab.Servers[0], JobPhase.PreCopy)
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
        await using var lab = FakeLab.Open(LabServer.Endless, LabServer.Quick);
        var endless = await lab.UntilAsync(JobPhase.PreCopy);
        var waiting = await lab.UntilAsync(JobPhase.Queued, lab.Servers[1]);
        Assert.That(await lab.Driver.GetStatsAsync(waiting, default), Is.EqualTo(new JobStats(JobPhase.Queued)));

        await lab.Driver.AbortAsync(endless, default);

        Assert.That((await lab.UntilAsync(JobPhase.PreCopy, lab.Servers[1])).Id, Is.EqualTo(waiting.Id));
    }

    [Test]
    public async Task Abort_Queued_DropsTheJobAtOnce()
    {
        await using var lab = FakeLab.Open(LabServer.Endless, LabServer.Quick);
        var waiting = await lab.UntilAsync(JobPhase.Queued, lab.Servers[1]);

        await lab.Driver.AbortAsync(waiting, default);

        Assert.That(await lab.FindJobAsync(waiting.ServerUuid), Is.Null);
        var end = await lab.Driver.GetEndAsync(waiting.ServerUuid, waiting.Id, default);
        Assert.That(end, Is.EqualTo(new JobEnd(JobResult.Cancelled)));
    }

    [Test]
    public async Task Abort_PreCopy_IsAbortingForAMomentThenCancelled()
    {
        await using var lab = FakeLab.Open(LabServer.Endless);
        var job = await lab.UntilAsync(JobPhase.PreCopy);

        await lab.Driver.AbortAsync(job, default);

        Assert.That((await lab.FindJobAsync(job.ServerUuid))?.Phase, Is.EqualTo(JobPhase.Aborting));
        await Assert.ThatAsync(() => lab.Driver.ForceCompleteAsync(job, default), Throws.Exception);
        await lab.UntilEndedAsync(job);
        var end = await lab.Driver.GetEndAsync(job.ServerUuid, job.Id, default);
        Assert.That(end.Result, Is.EqualTo(JobResult.Cancelled));
    }

    [Test]
    public async Task GetEnd_JobFailed_TellsTheReason()
    {
        await using var lab = FakeLab.Open(LabServer.Failing);
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        await lab.UntilEndedAsync(job);

        var end = await lab.Driver.GetEndAsync(job.ServerUuid, job.Id, default);

        Assert.That(end, Is.EqualTo(new JobEnd(JobResult.Failed, "the socket was closed")));
    }

    [Test]
    public async Task ForceComplete_PostCopyBreaks_StaysBrokenThenFails()
    {
        var breaking = FakeServers.Of(LabServer.EndlessPostCopy) with
        {
            Fails = new ScenarioFailure(JobPhase.PostCopy, 1, "the connection was lost"),
        };
        await using var lab = new FakeLab(new Scenario { Servers = [breaking] });
        await lab.Driver.ForceCompleteAsync(await lab.UntilAsync(JobPhase.PreCopy), default);

        var broken = await lab.UntilAsync(JobPhase.PostCopyBroken);
        await lab.UntilEndedAsync(broken);

        var end = await lab.Driver.GetEndAsync(broken.ServerUuid, broken.Id, default);
        Assert.That(end, Is.EqualTo(new JobEnd(JobResult.Failed, "the connection was lost")));
    }

    [Test]
    public async Task Command_Slow_IsCarriedOutThoughNobodyWaits()
    {
        var server = FakeServers.Of(LabServer.Endless);
        await using var lab = new FakeLab(new Scenario
        {
            Servers = [server],
            Calls = [new ScriptedCall { Call = HypervisorCall.Abort, Server = server.Name, DelayMilliseconds = 800 }],
        });
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        using var given = new CancellationTokenSource();
        var abort = lab.Driver.AbortAsync(job, given.Token);
        await given.CancelAsync();
        await Assert.ThatAsync(() => abort, Throws.InstanceOf<OperationCanceledException>());

        await lab.UntilEndedAsync(job);

        var end = await lab.Driver.GetEndAsync(job.ServerUuid, job.Id, default);
        Assert.That(end.Result, Is.EqualTo(JobResult.Cancelled));
    }

    protected override Task<DriverLab> OpenAsync(params LabServer[] servers) =>
        Task.FromResult<DriverLab>(FakeLab.Open(servers));

    protected override Task<Func<Task>> ArrangeErrorAsync(DriverErrorKind kind)
    {
        var lab = new FakeLab(new Scenario
        {
            Servers = [FakeServers.Of(LabServer.Idle)],
            Calls = [new ScriptedCall { Call = HypervisorCall.ListJobs, Error = kind }],
        });
        return Task.FromResult<Func<Task>>(() => lab.Driver.ListJobsAsync(default));
    }
}
