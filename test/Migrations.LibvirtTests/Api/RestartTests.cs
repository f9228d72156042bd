using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>The service itself is killed and started again.</summary>
internal sealed class RestartTests : ApiTest
{
    [Test]
    public async Task Service_KilledInMidMigration_ShowsItAgainUnderItsIdAndCanAbortIt()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var before = await Service.UntilListedAsync(guest);

        Service.Dispose();
        await StartServiceAsync();

        var after = await Service.UntilListedAsync(guest);
        Assert.That(Id(after), Is.EqualTo(Id(before)));
        Assert.That((string?)after["uuid"], Is.EqualTo((string?)before["uuid"]));
        AssertAccepted(await Service.AbortAsync(guest, Id(after)));
        await Service.UntilAsync(guest, Id(after), "cancelled");
    }

    [Test]
    public async Task Migration_FinishedWhileTheServiceWasDown_IsCompletedWhereLibvirtStillKnows()
    {
        using var guest = Guest.Start(persistent: true);
        var id = await FinishUnwatchedAsync(guest);

        var progress = await Service.UntilAsync(guest, id, "completed");

        Assert.That((int)progress["percent"]!, Is.EqualTo(100));
        await guest.RunsAtAsync(TwoNodes.Destination);
    }

    [Test]
    public async Task Migration_FinishedWhileTheServiceWasDown_IsAnErrorWhereLibvirtHasForgotten()
    {
        using var guest = Guest.Start();
        var id = await FinishUnwatchedAsync(guest);

        var progress = await Service.UntilAsync(guest, id, "error");

        Assert.That((string?)progress["reason"], Does.Contain("no longer knows the server"));
    }

    private async Task<long> FinishUnwatchedAsync(Guest guest)
    {
        var virsh = guest.Migrate();
        var id = Id(await Service.UntilListedAsync(guest));
        Service.Dispose();
        TwoNodes.Source.Virsh("migrate-setspeed", guest.Name, "1000");
        await virsh.WaitForExitAsync();
        Assert.That(virsh.ExitCode, Is.Zero);
        await StartServiceAsync();
        return id;
    }
}
