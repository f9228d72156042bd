using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Driver;

internal sealed class CommandTests : DriverTest
{
    [Test]
    public async Task Abort_AtTheDestination_IsNoSuchJob()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var job = await JobOfAsync(guest, JobPhase.PreCopy);
        await using var destination = New(options => options.Uri = TwoNodes.Destination.Uri);

        Assert.That(() => destination.AbortAsync(job, default), Fails(DriverErrorKind.NoSuchJob));
    }

    [Test]
    public async Task ForceComplete_OnlyPauseChosen_PausesThoughPostCopyIsAllowed()
    {
        using var guest = Guest.Start();
        guest.Migrate(16, "--postcopy");
        var job = await JobOfAsync(guest, JobPhase.PreCopy);
        await using var driver = New(options =>
            (options.Uri, options.ForceComplete) = (TwoNodes.Source.Uri, ForceCompleteChoices.Pause));

        Assert.That(await driver.ForceCompleteAsync(job, default), Is.EqualTo(ForceCompleteMeans.Pause));
        await CompletedAsync(guest);
    }

    [Test]
    public async Task ForceComplete_OnlyPostCopyChosen_IsRefusedWhereItIsNotAllowed()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var job = await JobOfAsync(guest, JobPhase.PreCopy);
        await using var driver = New(options =>
            (options.Uri, options.ForceComplete) = (TwoNodes.Source.Uri, ForceCompleteChoices.PostCopy));

        Assert.That(() => driver.ForceCompleteAsync(job, default), Fails(DriverErrorKind.Refused));
        Assert.That(guest.StateAt(TwoNodes.Source), Is.EqualTo("running"));
    }

    private async Task CompletedAsync(Guest guest)
    {
        Assert.That((await EndOfAsync(guest)).Result, Is.EqualTo(JobResult.Completed));
        Assert.That(guest.StateAt(TwoNodes.Source), Is.EqualTo("gone"));
        await guest.RunsAtAsync(TwoNodes.Destination);
    }
}
