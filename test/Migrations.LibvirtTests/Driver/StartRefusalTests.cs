using Migrations.Drivers.Libvirt;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Driver;

internal sealed class StartRefusalTests : StartTest
{
    [TestCase("dead-port", "Compute service of dead-port is unavailable at this time. (libvirt: unable to connect to server at '127.0.0.3:1': Connection refused.)")]
    [TestCase("unknown", "Compute service of unknown is unavailable at this time. (libvirt: ")]
    [TestCase("itself", "Unable to migrate instance (UUID) to current host (compute-1).")]
    public async Task Start_ImpossibleDestination_IsRefusedWithTheReason(string host, string details)
    {
        using var guest = StartGuest();
        var order = OrderOf(guest, host);

        var refusal = await RefusalAsync(async () => await Driver.StartAsync(order, await Driver.CheckAsync(order, default), default));

        Assert.That(refusal.Details, Does.StartWith(details.Replace("UUID", guest.Uuid.ToString())));
        Assert.That(await FindAsync(guest), Is.Null);
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task Check_ServerOfNova_IsRefused()
    {
        using var guest = Guest.Start();

        var refusal = await RefusalAsync(() => Driver.CheckAsync(OrderOf(guest), default));

        Assert.That(refusal.Message, Is.EqualTo($"Migration pre-check error: instance {guest.Uuid} belongs to Nova; start its migration there."));
    }

    [Test]
    public async Task Check_ShutOffAndUnknown_AreRefused()
    {
        using var guest = Guest.Start(persistent: true, ofNova: false);
        TwoNodes.Source.Virsh("destroy", guest.Name);

        Assert.That(await RefusalAsync(() => Driver.CheckAsync(OrderOf(guest), default)), Is.EqualTo(StartRefusal.PoweredOff(guest.Uuid)));
        var unknown = Guid.NewGuid();
        Assert.That((await RefusalAsync(() => Driver.CheckAsync(new StartOrder(unknown, Guid.NewGuid(), null, false, DiskCopy.Auto), default))).Message,
            Is.EqualTo($"Migration pre-check error: libvirt has no instance {unknown}."));
    }

    [Test]
    public async Task Start_ServerThatHasBecomeNovas_IsRefused()
    {
        using var guest = StartGuest();
        var order = OrderOf(guest);
        var destination = await Driver.CheckAsync(order, default);

        TwoNodes.Source.Virsh("metadata", guest.Name, "http://openstack.org/xmlns/libvirt/nova/1.1", "--key", "nova",
            "--set", "<instance><name>Nova's now</name></instance>", "--live");

        Assert.That((await RefusalAsync(() => Driver.StartAsync(order, destination, default))).Message, Does.Contain("belongs to Nova"));
        Assert.That(await FindAsync(guest), Is.Null);
    }

    protected override void Configure(LibvirtOptions options)
    {
        base.Configure(options);
        options.Destinations.Add("dead-port", new DestinationOptions { Uri = UriOf($"{TwoNodes.Destination.Address}:1") });
        options.Destinations.Add("unknown", new DestinationOptions { Uri = UriOf("nowhere.invalid") });
        options.Destinations.Add("itself", new DestinationOptions { Uri = UriOf(TwoNodes.Source.Address) });
    }
}
