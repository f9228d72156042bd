using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Migrations.Drivers.Libvirt.Interop.virDomainEventID;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>Passes the events of a connection to a listener.</summary>
/// <remarks>
/// Must be disposed before the connection: every registration holds a reference to it. The callbacks throw nothing back
/// into libvirt. What libvirt passes to them stays its own: it is copied, never freed.
/// </remarks>
internal sealed unsafe partial class EventRegistrations : IDisposable
{
    private readonly ConnectHandle _connection;
    private readonly List<int> _ids = [];

    public EventRegistrations(ConnectHandle connection, IConnectionEvents listener)
    {
        _connection = connection;
        Register(VIR_DOMAIN_EVENT_ID_LIFECYCLE,
            (delegate* unmanaged[Cdecl]<nint, nint, virDomainEventType, int, nint, int>)&OnLifecycle, listener);
        Register(VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION,
            (delegate* unmanaged[Cdecl]<nint, nint, int, nint, void>)&OnIteration, listener);
        Register(VIR_DOMAIN_EVENT_ID_JOB_COMPLETED,
            (delegate* unmanaged[Cdecl]<nint, nint, virTypedParameter*, int, nint, void>)&OnJobCompleted, listener);
        Register(VIR_DOMAIN_EVENT_ID_METADATA_CHANGE,
            (delegate* unmanaged[Cdecl]<nint, nint, int, byte*, nint, void>)&OnMetadata, listener);
        var opaque = Own(listener);
        if (virConnectRegisterCloseCallback(connection, &OnClosed, opaque, &OnFree) < 0)
            GCHandle.FromIntPtr(opaque).Free();
    }

    public void Dispose()
    {
        // On a dead connection these calls return an error, but still release their references.
        foreach (var id in _ids)
            _ = virConnectDomainEventDeregisterAny(_connection, id);
        _ = virConnectUnregisterCloseCallback(_connection, &OnClosed);
    }

    /// <summary>If the hypervisor cannot report an event, polling finds the change.</summary>
    private void Register(virDomainEventID eventId, void* callback, IConnectionEvents listener)
    {
        var opaque = Own(listener);
        var id = virConnectDomainEventRegisterAny(_connection, 0, eventId, callback, opaque, &OnFree);
        if (id < 0)
            GCHandle.FromIntPtr(opaque).Free();
        else
            _ids.Add(id);
    }

    /// <summary>A pointer to the listener, which libvirt gives back through <see cref="OnFree"/>.</summary>
    private static nint Own(IConnectionEvents listener) => GCHandle.ToIntPtr(GCHandle.Alloc(listener));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLifecycle(nint connection, nint domain, virDomainEventType lifecycle, int detail, nint opaque)
    {
        Deliver(opaque, listener => listener.OnLifecycle(DomainHandle.ReadUuid(domain), lifecycle, detail));
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnIteration(nint connection, nint domain, int iteration, nint opaque) =>
        Deliver(opaque, listener => listener.OnIteration(DomainHandle.ReadUuid(domain), iteration));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnJobCompleted(nint connection, nint domain, virTypedParameter* parameters, int count, nint opaque) =>
        Deliver(opaque, listener => listener.OnJobCompleted(
            DomainHandle.ReadUuid(domain), JobParameters.Read(new TypedParameters(parameters, count))));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMetadata(nint connection, nint domain, int type, byte* uri, nint opaque) =>
        Deliver(opaque, listener => listener.OnMetadataChanged(DomainHandle.ReadUuid(domain)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClosed(nint connection, virConnectCloseReason reason, nint opaque) =>
        Deliver(opaque, listener => listener.OnClosed(reason));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFree(nint opaque) => GCHandle.FromIntPtr(opaque).Free();

    private static void Deliver(nint opaque, Action<IConnectionEvents> deliver)
    {
        var listener = (IConnectionEvents)GCHandle.FromIntPtr(opaque).Target!;
        try
        {
            deliver(listener);
        }
        catch (Exception e)
        {
            listener.OnFault(e);
        }
    }

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virConnectDomainEventRegisterAny(
        ConnectHandle connection, nint domain, virDomainEventID eventId, void* callback, nint opaque,
        delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virConnectDomainEventDeregisterAny(ConnectHandle connection, int callbackId);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virConnectRegisterCloseCallback(
        ConnectHandle connection, delegate* unmanaged[Cdecl]<nint, virConnectCloseReason, nint, void> callback, nint opaque,
        delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virConnectUnregisterCloseCallback(
        ConnectHandle connection, delegate* unmanaged[Cdecl]<nint, virConnectCloseReason, nint, void> callback);
}

/// <summary>Receives the events of libvirt, on the thread of the event loop: it must neither block nor call libvirt.</summary>
internal interface IConnectionEvents
{
    /// <param name="server">The domain's UUID.</param>
    /// <param name="lifecycle">What happened to it.</param>
    /// <param name="detail">How; the meaning depends on what happened.</param>
    void OnLifecycle(Guid server, virDomainEventType lifecycle, int detail);

    /// <summary>A pass over the memory has begun; the first is 1.</summary>
    void OnIteration(Guid server, int iteration);

    /// <summary>A job of any kind has succeeded.</summary>
    void OnJobCompleted(Guid server, JobParameters parameters);

    void OnMetadataChanged(Guid server);

    /// <summary>The connection is dead and stays so.</summary>
    void OnClosed(virConnectCloseReason reason);

    /// <summary>One of the above has thrown.</summary>
    void OnFault(Exception exception);
}
