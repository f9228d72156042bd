using System.Runtime.InteropServices;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.LibvirtTests.Interop;

internal sealed class ParameterListTests : InteropTest
{
    [Test]
    public unsafe void Add_OneNameTwice_IsThereTwice()
    {
        using var parameters = new ParameterList();
        parameters.Add("migrate_disks", "vda");
        parameters.Add("migrate_disks", "vdb");
        parameters.Add("migrate_uri", "tcp://ü");

        Assert.That(parameters.Count, Is.EqualTo(3));
        var read = Enumerable.Range(0, 3).Select(i => Read(parameters, i)).ToList();
        Assert.That(read, Is.EqualTo(new[] { ("migrate_disks", "vda"), ("migrate_disks", "vdb"), ("migrate_uri", "tcp://ü") }));
    }

    [Test]
    public unsafe void Add_Nothing_IsNoList()
    {
        using var parameters = new ParameterList();

        Assert.That(((nint)parameters.First, parameters.Count), Is.EqualTo(((nint)0, 0)));
    }

    [Test]
    public void Add_NameThatDoesNotFit_IsAnError()
    {
        using var parameters = new ParameterList();

        Assert.That(() => parameters.Add(new string('n', 80), "value"), Throws.TypeOf<LibvirtException>());
    }

    [Test]
    public void Migrate_HypervisorThatCannot_IsLibvirtsError()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: false);
        using var domain = connection.Find(Domain)!;
        using var parameters = new ParameterList();
        parameters.Add("migrate_disks", "vda");

        Assert.That(() => domain.Migrate("test:///default", parameters, virDomainMigrateFlags.VIR_MIGRATE_PEER2PEER), Throws.TypeOf<LibvirtException>());
    }

    private static unsafe (string Name, string Value) Read(ParameterList parameters, int index) =>
        (Marshal.PtrToStringUTF8((nint)parameters.First[index].Field)!,
            Marshal.PtrToStringUTF8((nint)parameters.First[index].Long)!);
}
