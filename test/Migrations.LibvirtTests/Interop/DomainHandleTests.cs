using Migrations.Drivers;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Jobs;
using Migrations.Drivers.Libvirt.Servers;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;
using static Migrations.Drivers.Libvirt.Interop.virErrorNumber;

namespace Migrations.LibvirtTests.Interop;

internal sealed class DomainHandleTests : InteropTest
{
    [Test]
    public void GetState_PausedByAUser_SaysSo()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: false);
        using var domain = connection.Find(Domain)!;

        domain.Suspend();

        const int byUser = 1;
        Assert.That(domain.GetState(), Is.EqualTo(new DomainState(VIR_DOMAIN_PAUSED, byUser)));
        domain.Resume();
        Assert.That(domain.GetState().Condition, Is.EqualTo(VIR_DOMAIN_RUNNING));
    }

    [Test]
    public void GetXml_Domain_IsItsDescription()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: true);
        using var domain = connection.Find(Domain)!;

        Assert.That(domain.GetXml(), Does.Contain("<name>test</name>"));
        Assert.That(DomainDescription.Parse(domain.GetXml()), Is.EqualTo(DomainDescription.None with { MemoryBytes = 8L << 30 }));
    }

    [Test]
    public void Suspend_ReadOnly_IsDenied()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: true);
        using var domain = connection.Find(Domain)!;

        Assert.That(domain.Suspend, Throws.TypeOf<LibvirtException>().With.Property("Kind").EqualTo(DriverErrorKind.Denied));
    }

    [Test]
    public void GetJob_HypervisorWithoutJobs_IsNotSupportedAndReadAsNone()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: true);
        using var domain = connection.Find(Domain)!;

        Assert.That(domain.GetJob, Throws.TypeOf<LibvirtException>().With.Property("Code").EqualTo(VIR_ERR_NO_SUPPORT));
        Assert.That(JobReader.Read(domain), Is.Null);
    }

    [Test]
    public void Resume_NotPaused_IsRefusedWithLibvirtsWords()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: false);
        using var domain = connection.Find(Domain)!;

        Assert.That(domain.Resume, Throws.TypeOf<LibvirtException>()
            .With.Property("Code").EqualTo(VIR_ERR_INTERNAL_ERROR).And.Message.Contains("not paused"));
    }
}
