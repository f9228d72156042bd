using Migrations.Drivers.Libvirt.Interop;
using static Migrations.Drivers.Libvirt.Interop.virErrorNumber;

namespace Migrations.Drivers.Libvirt.Starts;

/// <summary>Why libvirt did not begin a migration, in Nova's words.</summary>
internal static class StartError
{
    /// <summary>src/qemu/qemu_migration.c, qemuMigrationSrcPerformPeer2Peer2 and later ones; it has no code of its own.</summary>
    private const string SameHost = "Attempt to migrate guest to the same host";

    /// <summary>Texts about disks that are not at the destination: libvirt's own, and QEMU's.</summary>
    private static readonly string[] MissingDisks = ["storage migration", "storage pool", "storage volume", "No such file or directory", "Could not open"];

    /// <summary>The refusal that an error means.</summary>
    /// <param name="host">This host.</param>
    /// <returns>Null for an error that is neither the server's nor the destination's.</returns>
    public static StartRefusal? ToRefusal(LibvirtException error, Guid server, string host, Destination destination)
    {
        if (error.Message.Contains(SameHost, StringComparison.Ordinal))
            return StartRefusal.ToItself(server, host);
        if (error.IsOfConnection)
            return StartRefusal.HostUnavailable(destination.Compute, Native(error));
        if (error.IsNoDomain)
            return Gone(server);
        return error.Code switch
        {
            VIR_ERR_CPU_INCOMPATIBLE => StartRefusal.Cpu(error.Message),
            VIR_ERR_CONFIG_UNSUPPORTED when error.Message.Contains("CPU", StringComparison.Ordinal) => StartRefusal.Cpu(error.Message),
            VIR_ERR_MIGRATE_UNSAFE or VIR_ERR_CONFIG_UNSUPPORTED or VIR_ERR_OPERATION_UNSUPPORTED
                or VIR_ERR_OPERATION_INVALID or VIR_ERR_OPERATION_TIMEOUT => StartRefusal.PreCheck(error.Message),
            _ when MissingDisks.Any(text => error.Message.Contains(text, StringComparison.OrdinalIgnoreCase)) => StartRefusal.PreCheck(error.Message),
            _ => null,
        };
    }

    public static StartRefusal Gone(Guid server) => StartRefusal.PreCheck($"libvirt has no instance {server}.");

    /// <summary>libvirt's own text, as a sentence.</summary>
    public static string Native(LibvirtException error) => $"libvirt: {error.Message.TrimEnd('.')}.";
}
