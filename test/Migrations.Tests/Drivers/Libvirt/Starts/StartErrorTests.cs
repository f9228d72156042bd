using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Starts;
using static Migrations.Drivers.Libvirt.Interop.virErrorDomain;
using static Migrations.Drivers.Libvirt.Interop.virErrorNumber;

namespace Migrations.Tests.Drivers.Libvirt.Starts;

internal sealed class StartErrorTests
{
    private static readonly Guid Server = Guid.NewGuid();

    [TestCase(VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC, "unable to connect to server at 'c-2:16509': Connection refused",
        "Compute service of c-2 is unavailable at this time. (libvirt: unable to connect to server at 'c-2:16509': Connection refused.)")]
    [TestCase(VIR_ERR_AUTH_FAILED, VIR_FROM_NONE, "authentication failed", "Compute service of c-2 is unavailable at this time. (libvirt: authentication failed.)")]
    [TestCase(VIR_ERR_INTERNAL_ERROR, VIR_FROM_NONE, "internal error: Attempt to migrate guest to the same host 1234",
        "Unable to migrate instance (UUID) to current host (compute-1).")]
    [TestCase(VIR_ERR_MIGRATE_UNSAFE, VIR_FROM_NONE, "Unsafe migration: Migration without shared storage is unsafe",
        "Migration pre-check error: Unsafe migration: Migration without shared storage is unsafe")]
    [TestCase(VIR_ERR_CPU_INCOMPATIBLE, VIR_FROM_NONE, "the CPU is incompatible with host CPU", "Unacceptable CPU info: the CPU is incompatible with host CPU")]
    [TestCase(VIR_ERR_CONFIG_UNSUPPORTED, VIR_FROM_NONE, "guest and host CPU are not compatible", "Unacceptable CPU info: guest and host CPU are not compatible")]
    [TestCase(VIR_ERR_CONFIG_UNSUPPORTED, VIR_FROM_NONE, "machine type is unknown", "Migration pre-check error: machine type is unknown")]
    [TestCase(VIR_ERR_OPERATION_INVALID, VIR_FROM_NONE, "cannot migrate domain with 2 snapshots", "Migration pre-check error: cannot migrate domain with 2 snapshots")]
    [TestCase(VIR_ERR_OPERATION_TIMEOUT, VIR_FROM_NONE, "cannot acquire state change lock", "Migration pre-check error: cannot acquire state change lock")]
    [TestCase(VIR_ERR_NO_DOMAIN, VIR_FROM_NONE, "no domain with matching uuid", "Migration pre-check error: libvirt has no instance UUID.")]
    [TestCase(VIR_ERR_INTERNAL_ERROR, VIR_FROM_NONE, "process exited: Could not open '/a.img': No such file or directory",
        "Migration pre-check error: process exited: Could not open '/a.img': No such file or directory")]
    public void Error_OfServerOrDestination_IsARefusalInNovasWords(virErrorNumber code, virErrorDomain from, string text, string details) =>
        Assert.That(Refusal(code, from, text)!.Details, Is.EqualTo(details.Replace("UUID", Server.ToString(), StringComparison.Ordinal)));

    [TestCase(VIR_ERR_INTERNAL_ERROR, "qemu unexpectedly closed the monitor")]
    [TestCase(VIR_ERR_OPERATION_DENIED, "read only access prevents virDomainMigrateToURI3")]
    public void Error_OfNeither_IsNoRefusal(virErrorNumber code, string text) => Assert.That(Refusal(code, VIR_FROM_NONE, text), Is.Null);

    private static StartRefusal? Refusal(virErrorNumber code, virErrorDomain from, string text) =>
        StartError.ToRefusal(new LibvirtException(code, from, text), Server, "compute-1", new Destination("c-2"));
}
