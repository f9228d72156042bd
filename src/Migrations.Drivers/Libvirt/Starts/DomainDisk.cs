using System.Xml.Linq;

namespace Migrations.Drivers.Libvirt.Starts;

/// <summary>A disk that its server writes to and that no other server uses; what lies on any other disk is never copied.</summary>
/// <param name="Target">Its name in the domain, such as vda.</param>
/// <param name="Path">The file or block device it is on; null when it is reached over a network, or in some other way.</param>
internal sealed record DomainDisk(string Target, string? Path)
{
    /// <summary>The disks in a domain's XML. libvirt too leaves out those that are read-only, shareable or empty.</summary>
    public static IReadOnlyList<DomainDisk> Of(XElement domain) =>
    [
        .. from disk in domain.Elements("devices").Elements("disk")
           let source = disk.Element("source")
           let target = disk.Element("target")?.Attribute("dev")?.Value
           where source is not null && target is not null && disk.Element("readonly") is null && disk.Element("shareable") is null
           select new DomainDisk(target, PathOf(disk.Attribute("type")?.Value, source)),
    ];

    private static string? PathOf(string? type, XElement source) => type switch
    {
        "file" => Normal(source.Attribute("file")?.Value),
        "block" => Normal(source.Attribute("dev")?.Value),
        _ => null,
    };

    private static string? Normal(string? path) => path is ['/', ..] ? System.IO.Path.GetFullPath(path) : path;
}
