using System.Xml;
using System.Xml.Linq;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Servers;
using static Migrations.Drivers.Libvirt.Interop.virDomainMigrateFlags;
using static Migrations.Drivers.Libvirt.Interop.virDomainPausedReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.Drivers.Libvirt.Starts;

/// <summary>How libvirt is to migrate a domain.</summary>
/// <param name="Disks">The targets of the disks that are copied.</param>
/// <param name="Flags">Never VIR_MIGRATE_UNSAFE.</param>
internal sealed record MigrationPlan(IReadOnlyList<string> Disks, virDomainMigrateFlags Flags)
{
    /// <summary>As Nova does it. The domain is defined where it runs, and nowhere else.</summary>
    private const virDomainMigrateFlags Always =
        VIR_MIGRATE_LIVE | VIR_MIGRATE_PEER2PEER | VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNDEFINE_SOURCE;

    /// <param name="shared">The storage that this host shares with the destinations.</param>
    /// <exception cref="StartRefusedException">The domain cannot be migrated, or must not be.</exception>
    public static MigrationPlan Of(DomainFacts facts, StartOrder order, LibvirtOptions options, SharedStorage shared)
    {
        if (!facts.State.IsActive)
            throw new StartRefusedException(StartRefusal.PoweredOff(order.ServerUuid));
        if (facts.State.Condition == VIR_DOMAIN_PMSUSPENDED)
            throw Refused($"instance {order.ServerUuid} is suspended.");
        if (facts.State.Is(VIR_DOMAIN_PAUSED_STARTING_UP) || facts.State.Is(VIR_DOMAIN_PAUSED_MIGRATION))
            throw Refused($"instance {order.ServerUuid} is being migrated already.");
        var domain = Parse(facts.Xml) ?? throw Refused("libvirt's description of the instance cannot be read.");
        if (DomainDescription.NovasElement(domain) is not null)
            throw Refused($"instance {order.ServerUuid} belongs to Nova; start its migration there.");
        if (HasDeviceOfHost(domain))
            throw Refused($"instance {order.ServerUuid} has a device of this host (hostdev).");
        var disks = DisksToCopy.Choose(order.Disks, DomainDisk.Of(domain), shared, facts.Host);
        return new MigrationPlan(disks, Always | FlagsOfDisks(disks, options) | FlagsOfEnd(facts.State, options));
    }

    /// <summary>Without a list of disks libvirt would copy every disk, also the shared ones.</summary>
    private static virDomainMigrateFlags FlagsOfDisks(IReadOnlyList<string> disks, LibvirtOptions options) =>
        disks.Count == 0 ? 0
        : options.BlockMigration == BlockMigrationChoices.Full ? VIR_MIGRATE_NON_SHARED_DISK
        : VIR_MIGRATE_NON_SHARED_INC;

    /// <summary>libvirt refuses post-copy for a server that is paused.</summary>
    private static virDomainMigrateFlags FlagsOfEnd(DomainState state, LibvirtOptions options) =>
        options.PermitPostCopy && state.Condition != VIR_DOMAIN_PAUSED ? VIR_MIGRATE_POSTCOPY
        : options.PermitAutoConverge ? VIR_MIGRATE_AUTO_CONVERGE
        : 0;

    private static bool HasDeviceOfHost(XElement domain) => domain.Elements("devices").Elements().Any(device =>
        device.Name == "hostdev" || (device.Name == "interface" && device.Attribute("type")?.Value == "hostdev"));

    private static StartRefusedException Refused(string reason) => new(StartRefusal.PreCheck(reason));

    private static XElement? Parse(string xml)
    {
        try
        {
            return XElement.Parse(xml);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}

/// <summary>What libvirt says of a domain before it is migrated.</summary>
/// <param name="Host">The host that it is on.</param>
internal sealed record DomainFacts(string Host, DomainState State, string Xml)
{
    /// <summary>May block as long as the domain's QEMU does.</summary>
    public static DomainFacts Read(DomainHandle domain, string host) => new(host, domain.GetState(), domain.GetXml());
}
