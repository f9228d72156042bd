using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract<TDriver>
{
    [Test]
    public async Task ListServers_ServerIsHere_DescribesItWithoutTaskState()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        await testbed.UntilAsync(JobPhase.PreCopy);

        var server = await testbed.FindServerAsync();

        Assert.That(server, Is.Not.Null);
        Assert.That(server, Has.Property(nameof(Server.Name)).Not.Empty);
        Assert.That(server, Has.Property(nameof(Server.State)).EqualTo(ServerState.Active));
        Assert.That(server, Has.Property(nameof(Server.TaskState)).Null);
    }

    [Test]
    public async Task ListJobs_ServerIsLeftAlone_HasNone()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);

        Assert.That(await testbed.FindJobAsync(testbed.Servers[0]), Is.Null);
    }

    [Test]
    public async Task ListJobs_TimePasses_KeepsTheId()
    {
        await using var testbed = await OpenAsync(TestbedServer.WithDisks);
        var during = await testbed.UntilAsync(JobPhase.Storage);
        var later = await testbed.UntilAsync(JobPhase.PreCopy);

        Assert.That(later.Id, Is.EqualTo(during.Id).And.Not.Empty);
    }

    [Test]
    public async Task GetStats_Preparing_HasCopiedNothing()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);
        var job = await testbed.UntilAsync(JobPhase.Preparing);

        var stats = await testbed.Driver.GetStatsAsync(job, default);

        Assert.That(stats.Memory.TotalBytes ?? 0, Is.Zero);
        Assert.That(stats.Disk.TotalBytes ?? 0, Is.Zero);
    }

    [Test]
    public async Task GetStats_StorageCopy_CountsDisksAndNoMemory()
    {
        await using var testbed = await OpenAsync(TestbedServer.WithDisks);
        var job = await testbed.UntilAsync(JobPhase.Storage);
        await testbed.FindServerAsync();

        var stats = await testbed.Driver.GetStatsAsync(job, default);

        Assert.That(stats.Phase, Is.EqualTo(JobPhase.Storage));
        Assert.That(stats.Disk.TotalBytes, Is.Positive);
        Assert.That(stats.Disk.RemainingBytes, Is.InRange(0L, stats.Disk.TotalBytes));
        Assert.That(stats.Disk.ProcessedBytes, Is.Not.Negative);
        Assert.That(stats.Memory.TotalBytes ?? 0, Is.Zero);
        Assert.That(stats.ServerMemoryBytes, Is.Positive);
    }

    [Test]
    public async Task GetStats_BeforeAForceComplete_NamesTheMeansThatItWillUse()
    {
        await using var testbed = await OpenAsync(TestbedServer.EndlessPostCopy);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        var stats = await testbed.Driver.GetStatsAsync(job, default);

        var means = await testbed.Driver.ForceCompleteAsync(job, default);

        Assert.That(stats.ForceCompleteMeans, Does.Contain(means));
    }

    [Test]
    public async Task GetStats_PreCopy_CountsMemory()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);

        var stats = await testbed.Driver.GetStatsAsync(job, default);

        Assert.That(stats.Phase, Is.EqualTo(JobPhase.PreCopy));
        Assert.That(stats.Elapsed, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(stats.Memory.TotalBytes, Is.Positive);
        Assert.That(stats.Memory.RemainingBytes, Is.InRange(0L, stats.Memory.TotalBytes));
        Assert.That(stats.Downtime, Is.Null);
    }

    [Test]
    public async Task GetStats_NeverConverging_SendsMoreThanThereIs()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);

        await testbed.UntilAsync(async () => await testbed.Driver.GetStatsAsync(job, default)
            is { Iteration: > 2 } stats && stats.Memory.ProcessedBytes > stats.Memory.TotalBytes, "sending again");
    }

    [Test]
    public async Task GetStats_PostCopy_SaysSo()
    {
        await using var testbed = await OpenAsync(TestbedServer.EndlessPostCopy);
        await testbed.Driver.ForceCompleteAsync(await testbed.UntilAsync(JobPhase.PreCopy), default);
        var job = await testbed.UntilAsync(JobPhase.PostCopy);

        var stats = await testbed.Driver.GetStatsAsync(job, default);

        Assert.That(stats.Phase, Is.EqualTo(JobPhase.PostCopy));
        Assert.That(stats.Memory.RemainingBytes, Is.InRange(0L, stats.Memory.TotalBytes!));
    }

    [Test]
    public async Task GetStats_JobHasEnded_ThrowsNoSuchJob()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.UntilEndedAsync(job);

        await Assert.ThatAsync(() => testbed.Driver.GetStatsAsync(job, default), Errs(DriverErrorKind.NoSuchJob));
    }
}
