using System.Text.Json.Nodes;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>Tests of migrations that the service itself starts.</summary>
internal abstract class StartApiTest : ApiTest
{
    protected override string[] Settings =>
    [
        "--Libvirt:Host=compute-1", "--Libvirt:PermitPostCopy=true",
        $"--Libvirt:Destinations:compute-2:Uri=qemu+tcp://{TwoNodes.Destination.Address}/system",
        $"--Libvirt:Destinations:dead-port:Uri=qemu+tcp://{TwoNodes.Destination.Address}:1/system",
    ];

    /// <summary>A server that is not Nova's, which is copied slower than it changes.</summary>
    protected static Guest StartGuest()
    {
        var guest = Guest.Start(ofNova: false);
        guest.Limit(4);
        return guest;
    }

    /// <summary>Its migration, once it runs.</summary>
    protected async Task<JsonNode> StartAsync(Guest guest)
    {
        AssertAccepted(await Service.StartMigrationAsync(guest));
        return await Service.UntilListedAsync(guest);
    }

    protected async Task AbortAsync(Guest guest, long id)
    {
        AssertAccepted(await Service.AbortAsync(guest, id));
        await Service.UntilAsync(guest, id, "cancelled");
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }
}
