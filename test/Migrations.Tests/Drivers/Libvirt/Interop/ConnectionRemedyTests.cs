using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Tests.Drivers.Libvirt.Interop;

public sealed class ConnectionRemedyTests
{
    [TestCase(38, 2, "start libvirtd", TestName = "Remedy_SocketMissing_IsToStartLibvirtd")]
    [TestCase(38, 111, "start libvirtd", TestName = "Remedy_NobodyListens_IsToStartLibvirtd")]
    [TestCase(38, 13, "group libvirt", TestName = "Remedy_SocketForbidden_IsTheGroup")]
    [TestCase(45, 0, "group libvirt", TestName = "Remedy_RefusedByPolkit_IsTheGroup")]
    [TestCase(94, 0, "group libvirt", TestName = "Remedy_WithoutAPolkitAgent_IsTheGroup")]
    [TestCase(5, 0, "libvirt-daemon-driver-qemu", TestName = "Remedy_WithoutADriver_IsThePackage")]
    [TestCase(38, -1, "host in Libvirt:Uri", TestName = "Remedy_UnknownHost_IsTheUri")]
    public void Remedy(int code, int systemError, string remedy) =>
        Assert.That(ConnectionRemedy.Of((virErrorNumber)code, systemError), Does.Contain(remedy));
}
