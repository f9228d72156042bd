using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>An open connection, used by the one thread that opened it. It dies with its libvirtd.</summary>
internal sealed class LibvirtSession : IDisposable
{
    private readonly LibvirtOptions _options;
    private readonly SessionEvents? _events;
    private readonly EventRegistrations? _registrations;
    private string? _host;
    private bool _givenUp;

    private LibvirtSession(LibvirtOptions options, ConnectHandle connection, SessionEvents? events)
    {
        _options = options;
        Connection = connection;
        _events = events;
        _registrations = events is null ? null : new EventRegistrations(connection, events);
    }

    public ConnectHandle Connection { get; }

    /// <summary>The compute host's name, as configured or as the hypervisor says.</summary>
    public string Host => _host ??= _options.Host ?? Connection.Hostname();

    public bool IsDead => _givenUp || !Connection.IsAlive;

    /// <param name="events">What hears it; null when nothing need.</param>
    public static LibvirtSession Open(LibvirtOptions options, SessionEvents? events)
    {
        var connection = ConnectHandle.Open(options.Uri, options.ReadOnly);
        connection.KeepAlive(options.KeepAliveInterval, options.KeepAliveCount);
        var session = new LibvirtSession(options, connection, events);
        try
        {
            events?.OnOpened(options.Uri, session.Host);
            return session;
        }
        catch (LibvirtException)
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Another is to take its place.</summary>
    public void GiveUp()
    {
        _givenUp = true;
        _events?.OnClosed(CloseReason.Error);
    }

    public void Dispose()
    {
        _registrations?.Dispose();
        Connection.Dispose();
    }
}
