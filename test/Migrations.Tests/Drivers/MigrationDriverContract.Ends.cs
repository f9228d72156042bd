using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract
{
    [Test]
    public async Task GetEnd_JobCompleted_SaysSoWithItsDowntime()
    {
        await using var lab = await OpenAsync(LabServer.Quick);
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        await lab.UntilEndedAsync(job);

        var end = await lab.Driver.GetEndAsync(job.ServerUuid, job.Id, default);

        Assert.That(end.Result, Is.EqualTo(JobResult.Completed));
        Assert.That(end.FinalStats?.Downtime, Is.Not.Null);
    }

    [Test]
    public async Task ListServers_JobCompleted_ServerRunsElsewhere()
    {
        await using var lab = await OpenAsync(LabServer.Quick);
        await lab.UntilEndedAsync(await lab.UntilAsync(JobPhase.PreCopy));

        Assert.That(await lab.FindServerAsync(), Is.Null.Or.Property(nameof(Server.State)).EqualTo(ServerState.Stopped));
    }

    [Test]
    public async Task GetEnd_JobFailed_ServerIsHere()
    {
        await using var lab = await OpenAsync(LabServer.Failing);
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        await lab.UntilEndedAsync(job);

        var end = await lab.Driver.GetEndAsync(job.ServerUuid, job.Id, default);

        Assert.That(end.Result, Is.AnyOf(JobResult.Failed, JobResult.NotMigrated));
        Assert.That(await lab.FindServerAsync(), Has.Property(nameof(Server.State)).EqualTo(ServerState.Active));
    }

    [Test]
    public async Task GetEnd_UnknownJobAndServerIsHere_IsNotMigrated()
    {
        await using var lab = await OpenAsync(LabServer.Idle);

        var end = await lab.Driver.GetEndAsync(lab.Servers[0], "no-such-job", default);

        Assert.That(end.Result, Is.EqualTo(JobResult.NotMigrated));
    }

    [Test]
    public async Task GetEnd_UnknownServer_IsUnknown()
    {
        await using var lab = await OpenAsync(LabServer.Idle);
        var nobody = Guid.NewGuid();

        var end = await lab.Driver.GetEndAsync(nobody, nobody.ToString(), default);

        Assert.That(end.Result, Is.EqualTo(JobResult.Unknown));
    }

    /// <summary>The end of a job that was aborted: the server runs here, whether or not the hypervisor tells why.</summary>
    private static async Task AssertAborted(DriverLab lab, MigrationJob job)
    {
        await lab.UntilEndedAsync(job);
        var end = await lab.Driver.GetEndAsync(job.ServerUuid, job.Id, default);
        Assert.That(end.Result, Is.AnyOf(JobResult.Cancelled, JobResult.NotMigrated));
        Assert.That(await lab.FindServerAsync(), Has.Property(nameof(Server.State)).EqualTo(ServerState.Active));
    }

    private static async Task AssertCompleted(DriverLab lab, MigrationJob job)
    {
        await lab.UntilEndedAsync(job);
        var end = await lab.Driver.GetEndAsync(job.ServerUuid, job.Id, default);
        Assert.That(end.Result, Is.EqualTo(JobResult.Completed));
    }
}
