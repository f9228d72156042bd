using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>What libvirt calls. Nothing is thrown back into it, and what it passes stays its own: copied, never freed.</summary>
internal static unsafe class EventCallbacks
{
    public static void* Lifecycle => (delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, int>)&OnLifecycle;

    public static void* Iteration => (delegate* unmanaged[Cdecl]<nint, nint, int, nint, void>)&OnIteration;

    public static void* JobCompleted =>
        (delegate* unmanaged[Cdecl]<nint, nint, NativeParameter*, int, nint, void>)&OnJobCompleted;

    public static void* Metadata => (delegate* unmanaged[Cdecl]<nint, nint, int, byte*, nint, void>)&OnMetadata;

    public static delegate* unmanaged[Cdecl]<nint, int, nint, void> Closed => &OnClosed;

    public static delegate* unmanaged[Cdecl]<nint, void> Free => &OnFree;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnLifecycle(nint connection, nint domain, int lifecycle, int detail, nint opaque)
    {
        Deliver(opaque, listener =>
            listener.OnLifecycle(DomainHandle.ReadUuid(domain), (LifecycleEvent)lifecycle, detail));
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnIteration(nint connection, nint domain, int iteration, nint opaque) =>
        Deliver(opaque, listener => listener.OnIteration(DomainHandle.ReadUuid(domain)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnJobCompleted(nint connection, nint domain, NativeParameter* parameters, int count, nint opaque) =>
        Deliver(opaque, listener => listener.OnJobCompleted(
            DomainHandle.ReadUuid(domain), JobParameters.Read(new TypedParameters(parameters, count))));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMetadata(nint connection, nint domain, int type, byte* uri, nint opaque) =>
        Deliver(opaque, listener => listener.OnMetadataChanged(DomainHandle.ReadUuid(domain)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClosed(nint connection, int reason, nint opaque) =>
        Deliver(opaque, listener => listener.OnClosed((CloseReason)reason));

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
}
