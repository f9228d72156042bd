using Migrations.Drivers.Libvirt.Interop;
using static Migrations.Drivers.Libvirt.Interop.virDomainEventType;

namespace Migrations.LibvirtTests.Interop;

internal sealed class EventTests : InteropTest
{
    [Test]
    public async Task Registration_DomainPausedAndResumed_HearsBoth()
    {
        var listener = new Listener();
        using var connection = ConnectHandle.Open(Uri, readOnly: false);
        using var registrations = new EventRegistrations(connection, listener);

        PauseAndResume(connection);

        await Eventually.IsTrueAsync("two events", () => listener.Heard.Count == 2);
        Assert.That(listener.Heard, Is.EqualTo(new[] { (Domain, VIR_DOMAIN_EVENT_SUSPENDED), (Domain, VIR_DOMAIN_EVENT_RESUMED) }));
        Assert.That(listener.Fault, Is.Null);
    }

    [Test]
    public async Task Registration_ListenerThrows_TheFaultIsTheListenersAndEventsGoOn()
    {
        var listener = new Listener(throws: true);
        using var connection = ConnectHandle.Open(Uri, readOnly: false);
        using var registrations = new EventRegistrations(connection, listener);

        PauseAndResume(connection);

        await Eventually.IsTrueAsync("two events", () => listener.Heard.Count == 2);
        Assert.That(listener.Fault, Is.TypeOf<InvalidOperationException>());
    }

    [Test]
    public async Task Registration_Disposed_HearsNothingMore()
    {
        var (gone, present) = (new Listener(), new Listener());
        using var connection = ConnectHandle.Open(Uri, readOnly: false);
        new EventRegistrations(connection, gone).Dispose();
        using var registrations = new EventRegistrations(connection, present);

        PauseAndResume(connection);

        await Eventually.IsTrueAsync("two events", () => present.Heard.Count == 2);
        Assert.That(gone.Heard, Is.Empty);
    }

    private static void PauseAndResume(ConnectHandle connection)
    {
        using var domain = connection.Find(Domain)!;
        domain.Suspend();
        domain.Resume();
    }
}
