using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract<TDriver>
{
    [TestCase(TestbedServer.Endless, JobPhase.PreCopy)]
    [TestCase(TestbedServer.WithDisks, JobPhase.Storage)]
    public async Task Abort_Copying_LeavesServerHere(TestbedServer server, JobPhase phase)
    {
        await using var testbed = await OpenAsync(server);
        var job = await testbed.UntilAsync(phase);

        await testbed.Driver.AbortAsync(job, default);

        await AssertAborted(testbed, job);
    }

    [Test]
    public async Task Abort_WhileAborting_DoesNoHarm()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);

        await testbed.Driver.AbortAsync(job, default);
        await testbed.Driver.AbortAsync(job, default);

        await AssertAborted(testbed, job);
    }

    [Test]
    public async Task Abort_PausedByForceComplete_LeavesServerRunningHere()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.Driver.ForceCompleteAsync(job, default);

        await testbed.Driver.AbortAsync(job, default);

        await AssertAborted(testbed, job);
    }

    [Test]
    public async Task Abort_PostCopy_IsRefusedAndTheJobCompletes()
    {
        await using var testbed = await OpenAsync(TestbedServer.EndlessPostCopy);
        await testbed.Driver.ForceCompleteAsync(await testbed.UntilAsync(JobPhase.PreCopy), default);
        var job = await testbed.UntilAsync(JobPhase.PostCopy);

        await Assert.ThatAsync(() => testbed.Driver.AbortAsync(job, default), Errs(DriverErrorKind.Refused));

        await AssertCompleted(testbed, job);
    }

    [Test]
    public async Task Abort_JobHasEnded_ThrowsNoSuchJob()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.Driver.AbortAsync(job, default);
        await testbed.UntilEndedAsync(job);

        await Assert.ThatAsync(() => testbed.Driver.AbortAsync(job, default), Errs(DriverErrorKind.NoSuchJob));
    }

    [TestCase(TestbedServer.EndlessPostCopy, ForceCompleteMeans.PostCopy)]
    [TestCase(TestbedServer.Endless, ForceCompleteMeans.Pause)]
    public async Task ForceComplete_NeverConverging_Completes(TestbedServer server, ForceCompleteMeans allowed)
    {
        await using var testbed = await OpenAsync(server);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);

        var means = await testbed.Driver.ForceCompleteAsync(job, default);

        Assert.That(means, Is.EqualTo(allowed));
        await AssertCompleted(testbed, job);
    }

    [TestCase(TestbedServer.EndlessPostCopy, ForceCompleteMeans.PostCopy)]
    [TestCase(TestbedServer.Endless, ForceCompleteMeans.Pause)]
    public async Task ForceComplete_Twice_IsTheSame(TestbedServer server, ForceCompleteMeans allowed)
    {
        await using var testbed = await OpenAsync(server);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.Driver.ForceCompleteAsync(job, default);

        var means = await testbed.Driver.ForceCompleteAsync(job, default);

        Assert.That(means, Is.EqualTo(allowed));
        await AssertCompleted(testbed, job);
    }

    [Test]
    public async Task ForceComplete_StorageCopy_ThrowsNotYetAndTheJobGoesOn()
    {
        await using var testbed = await OpenAsync(TestbedServer.WithDisks);
        var job = await testbed.UntilAsync(JobPhase.Storage);

        await Assert.ThatAsync(() => testbed.Driver.ForceCompleteAsync(job, default), Errs(DriverErrorKind.NotYet));

        Assert.That((await testbed.UntilAsync(JobPhase.PreCopy)).Id, Is.EqualTo(job.Id));
    }

    [Test]
    public async Task ForceComplete_JobHasEnded_ThrowsNoSuchJob()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.UntilEndedAsync(job);

        await Assert.ThatAsync(() => testbed.Driver.ForceCompleteAsync(job, default), Errs(DriverErrorKind.NoSuchJob));
    }
}
