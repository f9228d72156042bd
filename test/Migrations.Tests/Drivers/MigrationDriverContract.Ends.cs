using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract<TDriver>
{
    [Test]
    public async Task GetEnd_JobCompleted_SaysSoWithItsDowntime()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.UntilEndedAsync(job);

        var end = await testbed.Driver.GetEndAsync(job.ServerUuid, job.Id, default);

        Assert.That(end.Result, Is.EqualTo(JobResult.Completed));
        Assert.That(end.FinalStats?.Downtime, Is.Not.Null);
    }

    [Test]
    public async Task ListServers_JobCompleted_ServerRunsElsewhere()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);
        await testbed.UntilEndedAsync(await testbed.UntilAsync(JobPhase.PreCopy));

        Assert.That(await testbed.FindServerAsync(), Is.Null.Or.Property(nameof(Server.State)).EqualTo(ServerState.Stopped));
    }

    [Test]
    public async Task GetEnd_JobFailed_ServerIsHere()
    {
        await using var testbed = await OpenAsync(TestbedServer.Failing);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.FailAsync();
        await testbed.UntilEndedAsync(job);

        var end = await testbed.Driver.GetEndAsync(job.ServerUuid, job.Id, default);

        Assert.That(end.Result, Is.AnyOf(JobResult.Failed, JobResult.NotMigrated));
        Assert.That(await testbed.FindServerAsync(), Has.Property(nameof(Server.State)).EqualTo(ServerState.Active));
    }

    [Test]
    public async Task GetEnd_UnknownJobAndServerIsHere_IsNotMigrated()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);

        var end = await testbed.Driver.GetEndAsync(testbed.Servers[0], "no-such-job", default);

        Assert.That(end.Result, Is.EqualTo(JobResult.NotMigrated));
    }

    [Test]
    public async Task GetEnd_UnknownServer_IsUnknown()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);
        var nobody = Guid.NewGuid();

        var end = await testbed.Driver.GetEndAsync(nobody, nobody.ToString(), default);

        Assert.That(end.Result, Is.EqualTo(JobResult.Unknown));
    }

    /// <summary>The end of a job that was aborted: the server runs here, whether or not the hypervisor tells why.</summary>
    private static async Task AssertAborted(DriverTestbed testbed, MigrationJob job)
    {
        await testbed.UntilEndedAsync(job);
        var end = await testbed.Driver.GetEndAsync(job.ServerUuid, job.Id, default);
        Assert.That(end.Result, Is.AnyOf(JobResult.Cancelled, JobResult.NotMigrated));
        Assert.That(await testbed.FindServerAsync(), Has.Property(nameof(Server.State)).EqualTo(ServerState.Active));
    }

    private static async Task AssertCompleted(DriverTestbed testbed, MigrationJob job)
    {
        await testbed.UntilEndedAsync(job);
        var end = await testbed.Driver.GetEndAsync(job.ServerUuid, job.Id, default);
        Assert.That(end.Result, Is.EqualTo(JobResult.Completed));
    }
}
