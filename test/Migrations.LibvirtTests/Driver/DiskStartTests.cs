using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Driver;

internal sealed class DiskStartTests : StartTest
{
    [Test]
    public async Task Start_ImageIsThere_IsCopiedIntoIt()
    {
        using var guest = StartGuest(withDisk: true, mebibytesPerSecond: 1000);

        await StartAsync(guest);

        Assert.That((await EndOfAsync(guest)).Result, Is.EqualTo(JobResult.Completed));
        Assert.That(ImageAt(TwoNodes.Destination, guest), Is.EqualTo(ImageAt(TwoNodes.Source, guest)));
        await guest.RunsOnlyAtAsync(TwoNodes.Destination);
    }

    [TestCase(BlockMigrationChoices.Incremental)]
    [TestCase(BlockMigrationChoices.Full)]
    public async Task Start_ImageIsMissing_IsRefusedWithLibvirtsWords(string choice)
    {
        using var guest = StartGuest(withDisk: true);
        TwoNodes.Destination.Shell($"rm /var/lib/libvirt/{guest.Name}.img");
        await using var driver = New(options =>
        {
            Configure(options);
            options.BlockMigration = choice;
        });

        var refusal = await RefusalAsync(() => driver.StartAsync(OrderOf(guest), new Destination(Destination), default));

        Assert.That(refusal.Details, Does.StartWith("Migration pre-check error: ").And.Contain("storage"));
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }

    [Test]
    public async Task Start_WithoutACopyOfALocalDisk_IsUnsafe()
    {
        using var guest = StartGuest(withDisk: true);

        var refusal = await RefusalAsync(() => StartAsync(guest, DiskCopy.None));

        Assert.That(refusal.Details, Is.EqualTo("Migration pre-check error: Unsafe migration: Migration without shared storage is unsafe"));
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }

    private static string ImageAt(Node node, Guest guest) => node.Shell($"sha256sum /var/lib/libvirt/{guest.Name}.img");
}
