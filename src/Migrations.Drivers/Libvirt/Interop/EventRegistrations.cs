using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>Listens to a connection. Must be disposed before it: every registration holds a reference to the connection.</summary>
internal sealed unsafe class EventRegistrations : IDisposable
{
    private readonly ConnectHandle _connection;
    private readonly List<int> _ids = [];

    public EventRegistrations(ConnectHandle connection, IConnectionEvents listener)
    {
        const int lifecycle = 0, iteration = 20, jobCompleted = 21, metadata = 23;
        _connection = connection;
        Register(lifecycle, EventCallbacks.Lifecycle, listener);
        Register(iteration, EventCallbacks.Iteration, listener);
        Register(jobCompleted, EventCallbacks.JobCompleted, listener);
        Register(metadata, EventCallbacks.Metadata, listener);
        var opaque = Own(listener);
        if (Native.virConnectRegisterCloseCallback(connection, EventCallbacks.Closed, opaque, EventCallbacks.Free) < 0)
            GCHandle.FromIntPtr(opaque).Free();
    }

    public void Dispose()
    {
        // On a dead connection these answer with an error, and release all the same.
        foreach (var id in _ids)
            _ = Native.virConnectDomainEventDeregisterAny(_connection, id);
        _ = Native.virConnectUnregisterCloseCallback(_connection, EventCallbacks.Closed);
    }

    /// <summary>An event that the hypervisor cannot report is done without: polling finds what it would have told.</summary>
    private void Register(int eventId, void* callback, IConnectionEvents listener)
    {
        var opaque = Own(listener);
        var id = Native.virConnectDomainEventRegisterAny(_connection, 0, eventId, callback, opaque, EventCallbacks.Free);
        if (id < 0)
            GCHandle.FromIntPtr(opaque).Free();
        else
            _ids.Add(id);
    }

    /// <summary>A pointer to the listener, which libvirt gives back through <see cref="EventCallbacks.Free"/>.</summary>
    private static nint Own(IConnectionEvents listener) => GCHandle.ToIntPtr(GCHandle.Alloc(listener));
}
