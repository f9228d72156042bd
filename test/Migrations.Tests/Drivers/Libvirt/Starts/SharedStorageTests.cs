using CsCheck;
using Migrations.Drivers.Libvirt.Starts;

namespace Migrations.Tests.Drivers.Libvirt.Starts;

internal sealed class SharedStorageTests
{
    private static readonly string[] Mounts =
    [
        "22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw",
        "80 22 0:50 / /srv/nfs rw,relatime shared:7 master:2 - nfs4 nas:/vol rw,vers=4.2",
        "81 80 254:2 / /srv/nfs/local rw - xfs /dev/vdb rw",
        @"82 22 0:51 / /mnt/with\040blank rw - fuse.glusterfs nas:/gv rw",
        "83 22 0:52 / /mnt/over rw - nfs nas:/a rw",
        "84 83 0:53 / /mnt/over rw - tmpfs none rw",
    ];

    [TestCase("/srv/nfs/a.img", true)]
    [TestCase("/srv/nfs", true)]
    [TestCase("/srv/nfs2/a.img", false)]
    [TestCase("/srv/nfs/local/a.img", false)]
    [TestCase("/mnt/with blank/a.img", true)]
    [TestCase("/mnt/over/a.img", false)]
    [TestCase("/var/lib/a.img", false)]
    [TestCase("/dev/vdc", false)]
    public void Has_Mounts_KnowsNetworkFileSystems(string path, bool expected) =>
        Assert.That(new SharedStorage([], Mounts).Has(path), Is.EqualTo(expected));

    [TestCase("/images/a.img", true)]
    [TestCase("/images/below/a.img", true)]
    [TestCase("/images2/a.img", false)]
    [TestCase("/dev/disk/by-path/ip-10.0.0.1", true)]
    public void Has_DeclaredDirectories_KnowsWhatIsBelow(string path, bool expected) =>
        Assert.That(new SharedStorage(["/images", "/dev/disk/by-path/"], []).Has(path), Is.EqualTo(expected));

    [Test]
    public void IsDeclared_NetworkFileSystemsOnly_IsFalse()
    {
        Assert.That(new SharedStorage([], Mounts).IsDeclared, Is.False);
        Assert.That(new SharedStorage(["/images"], []).IsDeclared, Is.True);
    }

    [Test]
    public void Has_AnyLines_TellsWithoutAFailure() => Gen.String[Gen.Char[" -/a\\0"], 0, 30].Array[0, 5].Sample(lines =>
    {
        new SharedStorage(["/"], lines).Has("/a");
        return !new SharedStorage([], lines).Has("b");
    });
}
