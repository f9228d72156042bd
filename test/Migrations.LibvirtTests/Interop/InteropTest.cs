using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.LibvirtTests.Interop;

/// <summary>libvirt's own imaginary hypervisor, which lives in the client library and needs no daemon.</summary>
internal abstract class InteropTest
{
    protected const string Uri = "test:///default";

    /// <summary>The one domain that it begins with.</summary>
    protected static readonly Guid Domain = Guid.Parse("6695eb01-f6a4-8304-79aa-97f2502e193f");

    [OneTimeSetUp]
    public static void RequireLibrary()
    {
        try
        {
            LibvirtLibrary.Require();
        }
        catch (LibvirtException e)
        {
            Requirement.IsMissing(e.Message);
        }
    }
}
