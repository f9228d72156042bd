using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    public static partial int virConnectDomainEventRegisterAny(
        ConnectHandle connection, nint domain, int eventId, void* callback, nint opaque,
        delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(Library)]
    public static partial int virConnectDomainEventDeregisterAny(ConnectHandle connection, int callbackId);

    [LibraryImport(Library)]
    public static partial int virConnectRegisterCloseCallback(
        ConnectHandle connection, delegate* unmanaged[Cdecl]<nint, int, nint, void> callback, nint opaque,
        delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(Library)]
    public static partial int virConnectUnregisterCloseCallback(
        ConnectHandle connection, delegate* unmanaged[Cdecl]<nint, int, nint, void> callback);

    [LibraryImport(Library)]
    public static partial int virEventRegisterDefaultImpl();

    [LibraryImport(Library)]
    public static partial int virEventRunDefaultImpl();

    [LibraryImport(Library)]
    public static partial int virEventAddTimeout(
        int milliseconds, delegate* unmanaged[Cdecl]<int, nint, void> callback, nint opaque,
        delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(Library)]
    public static partial void virEventUpdateTimeout(int timer, int milliseconds);

    [LibraryImport(Library)]
    public static partial int virEventRemoveTimeout(int timer);
}
