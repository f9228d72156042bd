using static Migrations.Drivers.Libvirt.Interop.virErrorNumber;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>What an operator can do when libvirt does not let this service connect.</summary>
internal static class ConnectionRemedy
{
    private const int NoSuchFile = 2;
    private const int NoPermission = 13;
    private const int Refused = 111;

    /// <param name="code">libvirt's error.</param>
    /// <param name="systemError">The number of the system's error (errno) behind it; negative when there is none.</param>
    public static string Of(virErrorNumber code, int systemError) => (code, systemError) switch
    {
        (VIR_ERR_AUTH_FAILED or VIR_ERR_AUTH_CANCELLED or VIR_ERR_AUTH_UNAVAILABLE, _) or (VIR_ERR_SYSTEM_ERROR, NoPermission) =>
            "Run this service in the group libvirt, or with Libvirt:ReadOnly=true to look without commands",
        (VIR_ERR_SYSTEM_ERROR, NoSuchFile or Refused) =>
            "Install and start libvirtd on this host, or name the right one with Libvirt:Uri",
        (VIR_ERR_NO_CONNECT, _) =>
            "Install libvirt's driver for it, such as libvirt-daemon-driver-qemu, or correct Libvirt:Uri",
        _ => "Check the host in Libvirt:Uri, and that it takes connections from here",
    };
}
