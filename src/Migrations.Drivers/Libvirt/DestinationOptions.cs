using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Migrations.Drivers.Libvirt;

/// <summary>A host that migrations may be started to; in a section of its own, below <see cref="Section"/>, with the host's name.</summary>
public sealed class DestinationOptions
{
    public const string Section = "Libvirt:Destinations";

    /// <summary>The names that a request can ask for, as a regular expression.</summary>
    public const string Names = "[A-Za-z0-9._-]{1,255}";

    [Description("The libvirt URI of a host that migrations may be started to; this host's libvirtd connects to it, with its own keys and certificates")]
    [DisplayFormat(NullDisplayText = "must be given")]
    [Required(ErrorMessage = UriRemedy)]
    [RegularExpression("[A-Za-z0-9+.-]+://[^/]+/.*", ErrorMessage = UriRemedy)]
    public string Uri { get; set; } = "";

    [Description("Where QEMU sends the memory, when that is not the address that the destination names")]
    [DisplayFormat(NullDisplayText = "the destination's choice")]
    [RegularExpression("(tcp|rdma|unix)://.+", ErrorMessage = "write an address, such as tcp://10.1.0.2")]
    public string? MigrateUri { get; set; }

    [Description("Name of its hypervisor node in migrations")]
    [DisplayFormat(NullDisplayText = "not shown")]
    public string? Node { get; set; }

    [Description("Address of the host in migrations")]
    [DisplayFormat(NullDisplayText = "not shown")]
    public string? Address { get; set; }

    private const string UriRemedy = "write the libvirt URI of the host, such as qemu+tls://compute-2/system";
}
