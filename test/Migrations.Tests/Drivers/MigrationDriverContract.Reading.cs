using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract
{
    [Test]
    public async Task ListServers_ServerIsHere_DescribesItWithoutTaskState()
    {
        await using var lab = await OpenAsync(LabServer.Endless);
        await lab.UntilAsync(JobPhase.PreCopy);

        var server = await lab.FindServerAsync();

        Assert.That(server, Is.Not.Null);
        Assert.That(server, Has.Property(nameof(Server.Name)).Not.Empty);
        Assert.That(server, Has.Property(nameof(Server.State)).EqualTo(ServerState.Active));
        Assert.That(server, Has.Property(nameof(Server.TaskState)).Null);
    }

    [Test]
    public async Task ListJobs_ServerIsLeftAlone_HasNone()
    {
        await using var lab = await OpenAsync(LabServer.Idle);

        Assert.That(await lab.FindJobAsync(lab.Servers[0]), Is.Null);
    }

    [Test]
    public async Task ListJobs_TimePasses_KeepsTheId()
    {
        await using var lab = await OpenAsync(LabServer.WithDisks);
        var during = await lab.UntilAsync(JobPhase.Storage);
        var later = await lab.UntilAsync(JobPhase.PreCopy);

        Assert.That(later.Id, Is.EqualTo(during.Id).And.Not.Empty);
    }

    [Test]
    public async Task GetStats_Preparing_HasCopiedNothing()
    {
        await using var lab = await OpenAsync(LabServer.Quick);
        var job = await lab.UntilAsync(JobPhase.Preparing);

        var stats = await lab.Driver.GetStatsAsync(job, default);

        Assert.That(stats.MemoryTotalBytes ?? 0, Is.Zero);
        Assert.That(stats.DiskTotalBytes ?? 0, Is.Zero);
    }

    [Test]
    public async Task GetStats_StorageCopy_CountsDisksAndNoMemory()
    {
        await using var lab = await OpenAsync(LabServer.WithDisks);
        var job = await lab.UntilAsync(JobPhase.Storage);

        var stats = await lab.Driver.GetStatsAsync(job, default);

        Assert.That(stats.Phase, Is.EqualTo(JobPhase.Storage));
        Assert.That(stats.DiskTotalBytes, Is.Positive);
        Assert.That(stats.DiskRemainingBytes, Is.InRange(0L, stats.DiskTotalBytes));
        Assert.That(stats.DiskProcessedBytes, Is.Not.Negative);
        Assert.That(stats.MemoryTotalBytes ?? 0, Is.Zero);
    }

    [Test]
    public async Task GetStats_PreCopy_CountsMemory()
    {
        await using var lab = await OpenAsync(LabServer.Endless);
        var job = await lab.UntilAsync(JobPhase.PreCopy);

        var stats = await lab.Driver.GetStatsAsync(job, default);

        Assert.That(stats.Phase, Is.EqualTo(JobPhase.PreCopy));
        Assert.That(stats.Elapsed, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(stats.MemoryTotalBytes, Is.Positive);
        Assert.That(stats.MemoryRemainingBytes, Is.InRange(0L, stats.MemoryTotalBytes));
        Assert.That(stats.Downtime, Is.Null);
    }

    [Test]
    public async Task GetStats_NeverConverging_SendsMoreThanThereIs()
    {
        await using var lab = await OpenAsync(LabServer.Endless);
        var job = await lab.UntilAsync(JobPhase.PreCopy);

        await lab.UntilAsync(async () => await lab.Driver.GetStatsAsync(job, default)
            is { Iteration: > 2 } stats && stats.MemoryProcessedBytes > stats.MemoryTotalBytes, "sending again");
    }

    [Test]
    public async Task GetStats_PostCopy_SaysSo()
    {
        await using var lab = await OpenAsync(LabServer.EndlessPostCopy);
        await lab.Driver.ForceCompleteAsync(await lab.UntilAsync(JobPhase.PreCopy), default);
        var job = await lab.UntilAsync(JobPhase.PostCopy);

        var stats = await lab.Driver.GetStatsAsync(job, default);

        Assert.That(stats.Phase, Is.EqualTo(JobPhase.PostCopy));
        Assert.That(stats.MemoryRemainingBytes, Is.InRange(0L, stats.MemoryTotalBytes!));
    }

    [Test]
    public async Task GetStats_JobHasEnded_ThrowsNoSuchJob()
    {
        await using var lab = await OpenAsync(LabServer.Quick);
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        await lab.UntilEndedAsync(job);

        await Assert.ThatAsync(() => lab.Driver.GetStatsAsync(job, default), Errs(DriverErrorKind.NoSuchJob));
    }
}
