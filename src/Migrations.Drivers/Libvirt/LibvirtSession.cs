using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>An open connection that listens. It dies with its libvirtd, and another takes its place.</summary>
/// <remarks>To be opened and disposed on a thread that may be lost.</remarks>
internal sealed class LibvirtSession : IDisposable
{
    private readonly SessionEvents _events;
    private readonly EventRegistrations _registrations;

    private LibvirtSession(ConnectHandle connection, string host, SessionEvents events, EventRegistrations registrations)
    {
        Connection = connection;
        Host = host;
        _events = events;
        _registrations = registrations;
    }

    public ConnectHandle Connection { get; }

    /// <summary>The compute host's name, as configured or as the hypervisor says.</summary>
    public string Host { get; }

    public bool IsDead => _events.IsClosed;

    public static LibvirtSession Open(LibvirtOptions options, SessionEvents events)
    {
        var connection = ConnectHandle.Open(options.Uri, options.ReadOnly);
        EventRegistrations? registrations = null;
        try
        {
            connection.KeepAlive(options.KeepAliveInterval, options.KeepAliveCount);
            registrations = new EventRegistrations(connection, events);
            return new LibvirtSession(connection, options.Host ?? connection.Hostname(), events, registrations);
        }
        catch (LibvirtException)
        {
            registrations?.Dispose();
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes the next caller connect anew.</summary>
    public void GiveUp() => _events.OnClosed(CloseReason.Error);

    public void Dispose()
    {
        _registrations.Dispose();
        Connection.Dispose();
    }
}
