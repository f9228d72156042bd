using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Driver;

/// <summary>A test with a driver that starts migrations itself, to the destination unless told otherwise.</summary>
internal abstract class StartTest : DriverTest
{
    protected const string Destination = "compute-2";

    protected override void Configure(LibvirtOptions options)
    {
        base.Configure(options);
        options.Host = "compute-1";
        options.Destinations.Add(Destination, new DestinationOptions { Uri = UriOf(TwoNodes.Destination.Address), Node = "node-2", Address = TwoNodes.Destination.Address });
    }

    protected static string UriOf(string address) => $"qemu+tcp://{address}/system";

    protected static StartOrder OrderOf(Guest guest, string? host = null, DiskCopy disks = DiskCopy.Auto, bool isForced = false) =>
        new(guest.Uuid, Guid.NewGuid(), host, isForced, disks);

    /// <summary>A server that nobody but this driver migrates, slower than it changes.</summary>
    protected static Guest StartGuest(bool withDisk = false, bool paused = false, int mebibytesPerSecond = 4)
    {
        var guest = Guest.Start(withDisk, paused, ofNova: false);
        guest.Limit(mebibytesPerSecond);
        return guest;
    }

    /// <summary>Checks and starts it.</summary>
    protected async Task StartAsync(Guest guest, DiskCopy disks = DiskCopy.Auto)
    {
        var order = OrderOf(guest, disks: disks);
        await Driver.StartAsync(order, await Driver.CheckAsync(order, default), default);
    }

    /// <summary>What a start or a check is refused with.</summary>
    protected static async Task<StartRefusal> RefusalAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (StartRefusedException e)
        {
            return e.Refusal;
        }

        throw new AssertionException("it was not refused");
    }
}
