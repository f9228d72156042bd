using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationStarterContract<TStarter>
{
    [Test]
    public async Task Start_ServerIsHere_ItsJobHasTheIdThatWasKnownBefore()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var order = testbed.Order();
        var id = testbed.Starter.JobIdOf(order);

        await testbed.Starter.StartAsync(order, testbed.Good, default);

        var job = await testbed.Hypervisor.FindJobAsync(order.ServerUuid);
        Assert.That(job, Is.Not.Null, "it is listed when the call has returned");
        Assert.That(job!.Id, Is.EqualTo(id));
        Assert.That((await testbed.Hypervisor.UntilAsync(JobPhase.PreCopy)).Id, Is.EqualTo(id));
    }

    [Test]
    public async Task Start_ServerConverges_CompletesAndItRunsElsewhere()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);
        var order = testbed.Order();
        await testbed.Starter.StartAsync(order, testbed.Good, default);
        var job = await testbed.Hypervisor.UntilAsync(JobPhase.PreCopy);

        Assert.That((await testbed.EndAsync(job)).Result, Is.EqualTo(JobResult.Completed));

        Assert.That((await testbed.Hypervisor.Driver.GetEndAsync(order.ServerUuid, testbed.Starter.JobIdOf(order), default)).Result,
            Is.EqualTo(JobResult.Completed));
        Assert.That(await testbed.Hypervisor.FindServerAsync(), Is.Null.Or.Property(nameof(Server.State)).EqualTo(ServerState.Stopped));
    }

    /// <summary>A starter whose jobs have no names of their own may take that job for the one that it was asked for.</summary>
    [Test]
    public async Task Start_ServerIsBeingMigrated_LeavesThatJobAlone()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.StartAsync();

        if (testbed.Starter.JobIdOf(testbed.Order()) == job.Id)
            await testbed.Starter.StartAsync(testbed.Order(), testbed.Good, default);
        else
            await Assert.ThatAsync(() => testbed.Starter.StartAsync(testbed.Order(), testbed.Good, default), Throws.TypeOf<StartRefusedException>());

        Assert.That((await testbed.Hypervisor.FindJobAsync(job.ServerUuid))?.Id, Is.EqualTo(job.Id));
    }

    [Test]
    public async Task Start_NoSuchServer_IsRefused()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);
        var order = testbed.Order() with { ServerUuid = Guid.NewGuid() };

        await Assert.ThatAsync(() => testbed.Starter.CheckAsync(order, default), Throws.TypeOf<StartRefusedException>());
        await Assert.ThatAsync(() => testbed.Starter.StartAsync(order, testbed.Good, default), Throws.TypeOf<StartRefusedException>());
    }

    [Test]
    public async Task Abort_Started_LeavesServerHere()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.StartAsync();

        await testbed.Hypervisor.Driver.AbortAsync(job, default);

        Assert.That((await testbed.EndAsync(job)).Result, Is.AnyOf(JobResult.Cancelled, JobResult.NotMigrated));
        Assert.That(await testbed.Hypervisor.FindServerAsync(), Has.Property(nameof(Server.State)).EqualTo(ServerState.Active));
    }

    [Test]
    public async Task Start_AgainAfterAnAbort_IsAnotherJob()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var first = await testbed.StartAsync();
        await testbed.Hypervisor.Driver.AbortAsync(first, default);
        await testbed.EndAsync(first);

        var second = await testbed.StartAsync();

        await testbed.Hypervisor.Driver.ForceCompleteAsync(second, default);
        Assert.That((await testbed.EndAsync(second)).Result, Is.EqualTo(JobResult.Completed));
    }

    [Test]
    public async Task ForceComplete_StartedAndNeverConverging_Completes()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.StartAsync();

        await testbed.Hypervisor.Driver.ForceCompleteAsync(job, default);

        Assert.That((await testbed.EndAsync(job)).Result, Is.EqualTo(JobResult.Completed));
    }
}
