using System.Xml;
using System.Xml.Linq;

namespace Migrations.Drivers.Libvirt;

/// <summary>What Nova writes into a domain's XML about its server; null where it does not.</summary>
internal sealed record NovaMetadata(string? Name = null, string? UserId = null, string? ProjectId = null)
{
    private const string Namespace = "http://openstack.org/xmlns/libvirt/nova/";

    public static NovaMetadata None { get; } = new();

    /// <summary>Reads by local names, so that any version of Nova's namespace will do.</summary>
    public static NovaMetadata Parse(string domainXml)
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

        var instance = domain.Elements("metadata").Elements().FirstOrDefault(element =>
            element.Name.LocalName == "instance"
            && element.Name.NamespaceName.StartsWith(Namespace, StringComparison.Ordinal));
        var owner = Child(instance, "owner");
        return new NovaMetadata(
            Child(instance, "name")?.Value, Uuid(Child(owner, "user")), Uuid(Child(owner, "project")));
    }

    private static XElement? Child(XElement? parent, string name) =>
        parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static string? Uuid(XElement? element) => element?.Attribute("uuid")?.Value;
}
