using System.Xml.Linq;
using Migrations.Drivers;
using Migrations.Drivers.Libvirt.Starts;

namespace Migrations.Tests.Drivers.Libvirt.Starts;

internal sealed class DisksToCopyTests
{
    private static readonly DomainDisk Local = new("vda", "/var/lib/images/a.img");
    private static readonly DomainDisk Device = new("vdb", "/dev/vg/a");
    private static readonly DomainDisk Shared = new("vdc", "/shared/a.img");
    private static readonly DomainDisk Remote = new("vdd", null);
    private static readonly SharedStorage Nothing = new([], []);
    private static readonly SharedStorage Declared = new(["/shared"], []);

    [Test]
    public void Choose_Auto_CopiesWhatIsNotShared()
    {
        Assert.That(Choose(DiskCopy.Auto, Declared, Local, Device, Shared, Remote), Is.EqualTo(new[] { "vda", "vdb" }));
        Assert.That(Choose(DiskCopy.Auto, Nothing, Shared, Remote), Is.EqualTo(new[] { "vdc" }));
        Assert.That(Choose(DiskCopy.Auto, Declared, Shared, Remote), Is.Empty);
    }

    [Test]
    public void Choose_All_CopiesThemUnlessOneIsShared()
    {
        Assert.That(Choose(DiskCopy.All, Declared, Local, Device, Remote), Is.EqualTo(new[] { "vda", "vdb" }));
        Assert.That(Choose(DiskCopy.All, Declared, Remote), Is.Empty);
        AssertRefused(StartRefusal.NotLocalStorage("compute-1"), () => Choose(DiskCopy.All, Declared, Local, Shared));
        AssertRefused(StartRefusal.NotLocalStorage("compute-1"),
            () => Choose(DiskCopy.All, new SharedStorage([], ["1 1 0:1 / /shared rw - nfs4 nas:/a rw"]), Shared));
    }

    [Test]
    public void Choose_None_CopiesNothingAndIsRefusedWhereOneIsKnownToBeLocal()
    {
        Assert.That(Choose(DiskCopy.None, Nothing, Local, Shared), Is.Empty);
        Assert.That(Choose(DiskCopy.None, Declared, Shared, Remote), Is.Empty);
        AssertRefused(StartRefusal.NotSharedStorage("compute-1"), () => Choose(DiskCopy.None, Declared, Shared, Local));
    }

    [Test]
    public void Of_DomainXml_HasTheDisksThatAreWrittenTo()
    {
        var domain = XElement.Parse("""
            <domain><devices>
              <disk type='file' device='disk'><source file='/a/../b/vda.img'/><target dev='vda'/></disk>
              <disk type='block' device='disk'><source dev='/dev/vg/b'/><target dev='vdb'/></disk>
              <disk type='network' device='disk'><source protocol='rbd' name='pool/c'/><target dev='vdc'/></disk>
              <disk type='file' device='cdrom'><source file='/iso'/><target dev='sda'/><readonly/></disk>
              <disk type='file' device='cdrom'><target dev='sdb'/></disk>
              <disk type='file' device='disk'><source file='/cluster.img'/><target dev='vdd'/><shareable/></disk>
              <disk type='file' device='disk'><source file='/no-target.img'/></disk>
              <disk type='volume' device='disk'><source pool='p' volume='v'/><target dev='vde'/></disk>
            </devices></domain>
            """);

        Assert.That(DomainDisk.Of(domain), Is.EqualTo(new DomainDisk[]
        {
            new("vda", "/b/vda.img"), new("vdb", "/dev/vg/b"), new("vdc", null), new("vde", null),
        }));
    }

    private static IReadOnlyList<string> Choose(DiskCopy wanted, SharedStorage shared, params DomainDisk[] disks) =>
        DisksToCopy.Choose(wanted, disks, shared, "compute-1");

    private static void AssertRefused(StartRefusal refusal, Action choose) => Assert.That(
        () => choose(), Throws.TypeOf<StartRefusedException>().With.Property(nameof(StartRefusedException.Refusal)).EqualTo(refusal));
}
