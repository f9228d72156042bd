using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt.Connections;

/// <summary>An open connection, used by the one thread that opened it. It dies with its libvirtd.</summary>
internal sealed class Session : IDisposable
{
    private readonly LibvirtOptions _options;
    private readonly ActiveDomains _active;
    private readonly ISessionEvents? _events;
    private readonly EventRegistrations? _registrations;
    private readonly Dictionary<Guid, DomainHandle> _domains = [];
    private IReadOnlySet<Guid>? _kept;
    private string? _host;
    private bool _givenUp;

    private Session(LibvirtOptions options, ConnectHandle connection, ActiveDomains active, ISessionEvents? events)
    {
        (_options, Connection, _active, _events) = (options, connection, active, events);
        _registrations = events is null ? null : new EventRegistrations(connection, events);
    }

    public ConnectHandle Connection { get; }

    /// <summary>The compute host's name, as configured or as the hypervisor says.</summary>
    public string Host => _host ??= _options.Host ?? Connection.Hostname();

    public bool IsDead => _givenUp || !Connection.IsAlive;

    /// <param name="options">Which libvirtd, and how it is connected to.</param>
    /// <param name="active">The domains to remember handles of.</param>
    /// <param name="events">Receives the connection's events; null for none.</param>
    /// <exception cref="LibvirtException">libvirt is missing, or libvirtd cannot be reached.</exception>
    public static Session Open(LibvirtOptions options, ActiveDomains active, ISessionEvents? events = null)
    {
        var connection = ConnectHandle.Open(options.Uri, options.ReadOnly);
        connection.KeepAlive(options.KeepAliveInterval, options.KeepAliveCount);
        var session = new Session(options, connection, active, events);
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

    /// <summary>The domain, or null. The session keeps the handle. A domain is looked up only once, because its UUID identifies it.</summary>
    public DomainHandle? Find(Guid server)
    {
        DropInactive();
        if (_domains.TryGetValue(server, out var known))
            return known;
        var found = Connection.Find(server);
        if (found is not null)
            _domains.Add(server, found);
        return found;
    }

    /// <summary>What a domain answers; the default when libvirt has no such domain.</summary>
    public T? Ask<T>(Guid server, Func<DomainHandle, T?> question)
    {
        if (Find(server) is not { } domain)
            return default;
        try
        {
            return question(domain);
        }
        catch (LibvirtException e) when (e.IsNoDomain)
        {
            Drop(server);
            return default;
        }
    }

    /// <summary>Marks the session as dead, so that another takes its place.</summary>
    public void GiveUp()
    {
        _givenUp = true;
        _events?.OnClosed(virConnectCloseReason.VIR_CONNECT_CLOSE_REASON_ERROR);
    }

    public void Dispose()
    {
        foreach (var domain in _domains.Values)
            domain.Dispose();
        _registrations?.Dispose();
        Connection.Dispose();
    }

    private void DropInactive()
    {
        var active = _active.Current;
        if (active == _kept)
            return;
        foreach (var server in _domains.Keys.Where(server => !active.Contains(server)).ToList())
            Drop(server);
        _kept = active;
    }

    private void Drop(Guid server)
    {
        if (_domains.Remove(server, out var domain))
            domain.Dispose();
    }
}

/// <summary>The events of a connection, and its beginning.</summary>
internal interface ISessionEvents : IConnectionEvents
{
    /// <summary>Called once, after the listener has been registered. It has not received earlier events.</summary>
    void OnOpened(string uri, string host);
}

/// <summary>The domains that were active when they were last listed. Sessions drop their handles of all others.</summary>
internal sealed class ActiveDomains
{
    private volatile HashSet<Guid> _current = [];

    /// <summary>A new set when the domains have changed, otherwise the same one, so that sessions need to compare only references.</summary>
    public IReadOnlySet<Guid> Current => _current;

    public void Update(IReadOnlyCollection<Guid> listed)
    {
        if (!_current.SetEquals(listed))
            _current = [.. listed];
    }
}
