using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.LibvirtTests.Interop;

/// <summary>libvirt's own imaginary hypervisor, which lives in the client library and needs no daemon.</summary>
internal abstract class InteropTest
{
    /// <summary>Every connection has a hypervisor of its own: that of test:///default is shared, and what one test does would be news to the next.</summary>
    protected static readonly string Uri = $"test://{Path.Combine(AppContext.BaseDirectory, "Interop", "hypervisor.xml")}";

    /// <summary>The one domain that it has.</summary>
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
