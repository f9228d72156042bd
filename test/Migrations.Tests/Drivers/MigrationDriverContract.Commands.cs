using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract
{
    [TestCase(LabServer.Endless, JobPhase.PreCopy)]
    [TestCase(LabServer.WithDisks, JobPhase.Storage)]
    public async Task Abort_Copying_LeavesServerHere(LabServer server, JobPhase phase)
    {
        await using var lab = await OpenAsync(server);
        var job = await lab.UntilAsync(phase);

        await lab.Driver.AbortAsync(job, default);

        await AssertAborted(lab, job);
    }

    [Test]
    public async Task Abort_WhileAborting_DoesNoHarm()
    {
        await using var lab = await OpenAsync(LabServer.Endless);
        var job = await lab.UntilAsync(JobPhase.PreCopy);

        await lab.Driver.AbortAsync(job, default);
        await lab.Driver.AbortAsync(job, default);

        await AssertAborted(lab, job);
    }

    [Test]
    public async Task Abort_PausedByForceComplete_LeavesServerRunningHere()
    {
        await using var lab = await OpenAsync(LabServer.Endless);
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        await lab.Driver.ForceCompleteAsync(job, default);

        await lab.Driver.AbortAsync(job, default);

        await AssertAborted(lab, job);
    }

    [Test]
    public async Task Abort_PostCopy_IsRefusedAndTheJobCompletes()
    {
        await using var lab = await OpenAsync(LabServer.EndlessPostCopy);
        await lab.Driver.ForceCompleteAsync(await lab.UntilAsync(JobPhase.PreCopy), default);
        var job = await lab.UntilAsync(JobPhase.PostCopy);

        await Assert.ThatAsync(() => lab.Driver.AbortAsync(job, default), Errs(DriverErrorKind.Refused));

        await AssertCompleted(lab, job);
    }

    [Test]
    public async Task Abort_JobHasEnded_ThrowsNoSuchJob()
    {
        await using var lab = await OpenAsync(LabServer.Endless);
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        await lab.Driver.AbortAsync(job, default);
        await lab.UntilEndedAsync(job);

        await Assert.ThatAsync(() => lab.Driver.AbortAsync(job, default), Errs(DriverErrorKind.NoSuchJob));
    }

    [TestCase(LabServer.EndlessPostCopy, ForceCompleteMeans.PostCopy)]
    [TestCase(LabServer.Endless, ForceCompleteMeans.Pause)]
    public async Task ForceComplete_NeverConverging_Completes(LabServer server, ForceCompleteMeans allowed)
    {
        await using var lab = await OpenAsync(server);
        var job = await lab.UntilAsync(JobPhase.PreCopy);

        var means = await lab.Driver.ForceCompleteAsync(job, default);

        Assert.That(means, Is.EqualTo(allowed));
        await AssertCompleted(lab, job);
    }

    [TestCase(LabServer.EndlessPostCopy, ForceCompleteMeans.PostCopy)]
    [TestCase(LabServer.Endless, ForceCompleteMeans.Pause)]
    public async Task ForceComplete_Twice_IsTheSame(LabServer server, ForceCompleteMeans allowed)
    {
        await using var lab = await OpenAsync(server);
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        await lab.Driver.ForceCompleteAsync(job, default);

        var means = await lab.Driver.ForceCompleteAsync(job, default);

        Assert.That(means, Is.EqualTo(allowed));
        await AssertCompleted(lab, job);
    }

    [Test]
    public async Task ForceComplete_StorageCopy_ThrowsNotYetAndTheJobGoesOn()
    {
        await using var lab = await OpenAsync(LabServer.WithDisks);
        var job = await lab.UntilAsync(JobPhase.Storage);

        await Assert.ThatAsync(() => lab.Driver.ForceCompleteAsync(job, default), Errs(DriverErrorKind.NotYet));

        Assert.That((await lab.UntilAsync(JobPhase.PreCopy)).Id, Is.EqualTo(job.Id));
    }

    [Test]
    public async Task ForceComplete_JobHasEnded_ThrowsNoSuchJob()
    {
        await using var lab = await OpenAsync(LabServer.Quick);
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        await lab.UntilEndedAsync(job);

        await Assert.ThatAsync(() => lab.Driver.ForceCompleteAsync(job, default), Errs(DriverErrorKind.NoSuchJob));
    }
}
