using System.Net;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>What libvirtd does to the service.</summary>
internal sealed class LibvirtdTests : ApiTest
{
    [Test]
    public async Task Libvirtd_MissingAtStart_IsSaidAndUsedWhenItComes()
    {
        Service.Dispose();
        TwoNodes.Source.KillLibvirtd();
        await StartServiceAsync();

        var (status, body) = await Service.ReadyAsync();
        Assert.That(status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(body, Does.Contain("libvirt-sock").And.Contain("start libvirtd"));
        await Service.PrintsAsync("calls for them are answered 503");
        await Service.PrintsAsync("start libvirtd");

        TwoNodes.Source.StartLibvirtd();
        using var guest = Guest.Start();
        guest.Migrate();
        await Service.UntilListedAsync(guest);
        Assert.That((await Service.ReadyAsync()).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Libvirtd_KilledAndRestartedInMidMigration_IsStaleMeanwhileAndThenFailed()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var id = Id(await Service.UntilListedAsync(guest));

        TwoNodes.Source.KillLibvirtd();
        await Eventually.SeesAsync("it is stale", () => Service.IsStaleAsync(guest), stale => stale);
        Assert.That(Id((await Service.ListAsync(guest)).Single()), Is.EqualTo(id));
        TwoNodes.Source.StartLibvirtd();

        Assert.That((string?)(await Service.UntilAsync(guest, id, "failed"))["reason"], Is.Not.Empty);
        await guest.RunsAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task Libvirtd_StoppedAndContinued_IsStaleMeanwhileAndThenGoesOn()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var id = Id(await Service.UntilListedAsync(guest));

        TwoNodes.Source.SignalLibvirtd("STOP");
        try
        {
            await Eventually.SeesAsync("it is stale", () => Service.IsStaleAsync(guest), stale => stale);
        }
        finally
        {
            TwoNodes.Source.SignalLibvirtd("CONT");
        }

        await Eventually.SeesAsync("it is fresh", () => Service.IsStaleAsync(guest), stale => !stale);
        Assert.That(Id((await Service.ListAsync(guest)).Single()), Is.EqualTo(id));
    }

    [Test]
    public async Task Workers_AllBusy_IsStaleMeanwhileAndAnAbortIsDoneAfterwards()
    {
        TwoNodes.Source.SetWorkers(2, 2);
        using var first = Guest.Start();
        using var second = Guest.Start();
        try
        {
            first.Migrate();
            var id = Id(await Service.UntilListedAsync(first));
            second.Migrate();
            await Eventually.SeesAsync("it is stale", () => Service.IsStaleAsync(first), stale => stale);
            AssertAccepted(await Service.AbortAsync(first, id));

            TwoNodes.Source.SetWorkers(20, 40);

            await Service.UntilAsync(first, id, "cancelled");
            await Service.UntilListedAsync(second);
        }
        finally
        {
            TwoNodes.Source.SetWorkers(20, 40);
        }
    }
}
