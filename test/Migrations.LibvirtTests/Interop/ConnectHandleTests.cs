using Migrations.Drivers;
using Migrations.Drivers.Libvirt.Interop;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.LibvirtTests.Interop;

internal sealed class ConnectHandleTests : InteropTest
{
    [Test]
    public void Dispose_EverythingReturned_LeavesNothingBehind()
    {
        var connection = ConnectHandle.Open(Uri, readOnly: false);
        using (new EventRegistrations(connection, new Listener()))
        using (var domain = connection.Find(Domain))
            Assert.That(domain!.GetState().Condition, Is.EqualTo(VIR_DOMAIN_RUNNING));

        connection.Dispose();

        Assert.That(connection.LeftBehind, Is.Zero);
    }

    [Test]
    public void Dispose_DomainStillOpen_WaitsForIt()
    {
        var connection = ConnectHandle.Open(Uri, readOnly: false);
        var domain = connection.Find(Domain)!;

        connection.Dispose();
        Assert.That(connection.LeftBehind, Is.Null);
        Assert.That(domain.GetState().IsActive, Is.True);

        domain.Dispose();
        Assert.That(connection.LeftBehind, Is.Zero);
    }

    [Test]
    public void Dispose_RegistrationsForgotten_SaysHowManyReferencesItLeft()
    {
        var connection = ConnectHandle.Open(Uri, readOnly: false);
        _ = new EventRegistrations(connection, new Listener());

        connection.Dispose();

        Assert.That(connection.LeftBehind, Is.Positive);
    }

    [Test]
    public void Open_NoSuchHypervisor_IsUnreachable()
    {
        Assert.That(() => ConnectHandle.Open("qemu+unix:///system?socket=/nowhere", readOnly: false),
            Throws.TypeOf<LibvirtException>().With.Property("Kind").EqualTo(DriverErrorKind.Unreachable)
                .And.Message.Contains("/nowhere"));
    }

    [Test]
    public void Listing_TheOneDomain_HasItsUuidNameAndState()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: true);

        Assert.That(connection.ListActive(), Is.EqualTo(new[] { Domain }));
        Assert.That(connection.ListStates(), Is.EqualTo(new[]
        {
            new DomainSummary(Domain, "test", new DomainState(VIR_DOMAIN_RUNNING, 0)),
        }));
    }

    [Test]
    public void Find_NoSuchDomain_IsNull()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: true);

        Assert.That(connection.Find(Guid.NewGuid()), Is.Null);
    }

    [Test]
    public void Hostname_Asked_IsThisMachines()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: true);

        Assert.That(connection.Hostname(), Is.EqualTo(Environment.MachineName).IgnoreCase.Or.StartsWith(Environment.MachineName));
        Assert.That(connection.IsAlive, Is.True);
    }

    [Test]
    public void KeepAlive_NotSupported_IsDoneWithout()
    {
        using var connection = ConnectHandle.Open(Uri, readOnly: true);

        Assert.That(connection.KeepAlive(TimeSpan.FromSeconds(5), 3), Is.False);
    }
}
