using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Driver;

internal sealed class ReadOnlyTests : DriverTest
{
    [Test]
    public async Task ReadOnly_Configured_ShowsEverythingAndCommandsNothing()
    {
        await using var driver = New(options => (options.Uri, options.ReadOnly) = (TwoNodes.Source.Uri, true));

        await ShowsButCannotCommandAsync(driver, "Libvirt:ReadOnly is set");
    }

    [Test]
    public async Task ReadOnly_BySocket_ShowsEverythingAndCommandsNothing()
    {
        await using var driver = New(options => options.Uri = TwoNodes.Source.ReadOnlyUri);

        await ShowsButCannotCommandAsync(driver, "Libvirt:Uri names libvirt's read-only socket");
    }

    [Test]
    public async Task ReadOnly_SocketOfAnotherName_IsLearntFromTheFirstRefusal()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var job = await JobOfAsync(guest, JobPhase.PreCopy);
        TwoNodes.Source.Shell("ln -sf libvirt-sock-ro /run/libvirt/viewers");
        await using var driver = New(options => options.Uri = TwoNodes.Source.ReadOnlyUri.Replace("libvirt-sock-ro", "viewers"));
        Assert.That(driver.Capabilities.CannotCommand, Is.Null);

        Assert.That(() => driver.AbortAsync(job, default), Fails(DriverErrorKind.Denied));

        Assert.That(driver.Capabilities.CannotCommand, Does.Contain("read-only"));
    }

    private async Task ShowsButCannotCommandAsync(LibvirtMigrationDriver driver, string reason)
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var job = await JobOfAsync(guest, JobPhase.PreCopy);

        Assert.That((await driver.ListJobsAsync(default)).Single(), Is.EqualTo(job));
        Assert.That((await driver.GetStatsAsync(job, default)).Memory.TotalBytes, Is.GreaterThan(0));
        Assert.That((await driver.ListServersAsync(default)).Single().UserId, Is.EqualTo($"user-{guest.Name}"));
        Assert.That(driver.Capabilities.CannotCommand, Is.EqualTo(reason));
        Assert.That(() => driver.AbortAsync(job, default), Fails(DriverErrorKind.Denied));
        Assert.That(() => driver.ForceCompleteAsync(job, default), Fails(DriverErrorKind.Denied));
        Assert.That(await FindAsync(guest), Is.Not.Null);
    }
}
