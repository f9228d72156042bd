using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>An open connection, used by the one thread that opened it. It dies with its libvirtd.</summary>
internal sealed class LibvirtSession : IDisposable
{
    private readonly LibvirtOptions _options;
    private readonly SessionEvents? _events;
    private readonly EventRegistrations? _registrations;
    private readonly Dictionary<Guid, DomainHandle> _domains = [];
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

    /// <summary>The domain, or null; it stays the session's. One that was found is not looked up again: its UUID is its identity.</summary>
    public DomainHandle? Find(Guid server)
    {
        if (_domains.TryGetValue(server, out var known))
            return known;
        var found = Connection.Find(server);
        if (found is not null)
            _domains.Add(server, found);
        return found;
    }

    /// <summary>What a domain answers; nothing when libvirt has no such domain.</summary>
    public T? Ask<T>(Guid server, Func<DomainHandle, T?> question)
    {
        if (Find(server) is not { } domain)
            return default;
        try
        {
            return question(domain);
        }
        catch (LibvirtException e) when (e.Code == LibvirtError.NoDomain)
        {
            _domains.Remove(server);
            domain.Dispose();
            return default;
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
        foreach (var domain in _domains.Values)
            domain.Dispose();
        _registrations?.Dispose();
        Connection.Dispose();
    }
}
