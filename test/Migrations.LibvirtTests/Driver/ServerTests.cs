using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Driver;

internal sealed class ServerTests : DriverTest
{
    [Test]
    public async Task ListServers_MadeByNova_HasNovasNameAndOwner()
    {
        using var guest = Guest.Start();

        var server = await ServerAsync(guest);

        Assert.That(server, Is.EqualTo(new Server
        {
            Uuid = guest.Uuid,
            Name = $"server of {guest.Name}",
            State = ServerState.Active,
            Host = TwoNodes.Source.Shell("hostname").Trim(),
            UserId = $"user-{guest.Name}",
            ProjectId = $"project-{guest.Name}",
        }));
    }

    [Test]
    public async Task ListServers_OwnerChanged_HasTheNewOne()
    {
        using var guest = Guest.Start();
        await ServerAsync(guest);

        TwoNodes.Source.Virsh("metadata", guest.Name, "http://openstack.org/xmlns/libvirt/nova/1.1", "--key", "nova",
            "--set", "<instance><name>renamed</name></instance>", "--live");

        var renamed = await Eventually.SeesAsync("the new name", () => ServerAsync(guest), server => server!.Name == "renamed");
        Assert.That(renamed!.ProjectId, Is.Null);
    }

    [Test]
    public async Task ListServers_PausedByAUser_IsPaused()
    {
        using var guest = Guest.Start(paused: true);

        Assert.That((await ServerAsync(guest))!.State, Is.EqualTo(ServerState.Paused));
    }

    [Test]
    public async Task ListServers_ShutOff_IsStopped()
    {
        using var guest = Guest.Start(persistent: true);
        TwoNodes.Source.Virsh("destroy", guest.Name);

        Assert.That((await ServerAsync(guest))!.State, Is.EqualTo(ServerState.Stopped));
    }

    [Test]
    public async Task ListServers_Gone_IsNotThere()
    {
        using var guest = Guest.Start();
        TwoNodes.Source.Virsh("destroy", guest.Name);

        Assert.That(await ServerAsync(guest), Is.Null);
    }

    private async Task<Server?> ServerAsync(Guest guest) =>
        (await Driver.ListServersAsync(default)).SingleOrDefault(server => server.Uuid == guest.Uuid);
}
