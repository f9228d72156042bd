using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Migrations.Drivers.Libvirt.Servers;

/// <summary>What the domain's XML says of a server: its memory, and what Nova writes there; null where it says nothing.</summary>
/// <remarks>Nova's element is made by LibvirtConfigGuestMetaNovaInstance in nova/virt/libvirt/config.py.</remarks>
internal sealed record DomainDescription(string? Name = null, string? UserId = null, string? ProjectId = null, long? MemoryBytes = null)
{
    private const string Namespace = "http://openstack.org/xmlns/libvirt/nova/";

    public static DomainDescription None { get; } = new();

    /// <summary>Reads by local names, so that any version of Nova's namespace will do.</summary>
    public static DomainDescription Parse(string domainXml)
    {
        XElement domain;
        try
        {
            domain = XElement.Parse(domainXml);
        }
        catch (XmlException)
        {
            return None;
        }

        var instance = NovasElement(domain);
        var owner = Child(instance, "owner");
        return new DomainDescription(
            Child(instance, "name")?.Value, Uuid(Child(owner, "user")), Uuid(Child(owner, "project")), Memory(domain.Element("memory")));
    }

    /// <summary>What Nova has written into the metadata of its domain; null when the domain is not Nova's.</summary>
    public static XElement? NovasElement(XElement domain) => domain.Elements("metadata").Elements().FirstOrDefault(element =>
        element.Name.LocalName == "instance" && element.Name.NamespaceName.StartsWith(Namespace, StringComparison.Ordinal));

    /// <summary>libvirt writes it in KiB, whatever unit it was given in.</summary>
    private static long? Memory(XElement? element) =>
        element?.Attribute("unit")?.Value == "KiB"
        && long.TryParse(element.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
        && kibibytes <= long.MaxValue / 1024
            ? kibibytes * 1024
            : null;

    private static XElement? Child(XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static string? Uuid(XElement? element) => element?.Attribute("uuid")?.Value;
}

/// <summary>The description of each server, read once and kept until libvirt reports a change.</summary>
internal sealed class DescriptionCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, DomainDescription> _known = [];
    private long _changes;

    /// <summary>Take this before reading, and pass it to <see cref="Keep"/> with the description.</summary>
    public long Mark()
    {
        lock (_gate)
            return _changes;
    }

    public DomainDescription? Find(Guid server)
    {
        lock (_gate)
            return _known.GetValueOrDefault(server);
    }

    /// <summary>Keeps the description, unless a change since the mark may have made it out of date.</summary>
    public void Keep(Guid server, DomainDescription description, long mark)
    {
        lock (_gate)
        {
            if (mark == _changes)
                _known[server] = description;
        }
    }

    public void Drop(Guid server)
    {
        lock (_gate)
        {
            _changes++;
            _known.Remove(server);
        }
    }

    /// <summary>For a new connection: changes before it were not reported.</summary>
    public void DropAll()
    {
        lock (_gate)
        {
            _changes++;
            _known.Clear();
        }
    }
}
