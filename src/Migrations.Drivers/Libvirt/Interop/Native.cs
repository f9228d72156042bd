using System.Runtime.InteropServices;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>libvirt's functions, as in its headers; a handle is passed as itself so that it outlives the call.</summary>
internal static unsafe partial class Native
{
    public const string Library = "libvirt.so.0";

    [LibraryImport(Library)]
    public static partial int virInitialize();

    [LibraryImport(Library)]
    public static partial int virGetVersion(out nuint version, byte* type, nuint* typeVersion);

    [LibraryImport(Library)]
    public static partial void virSetErrorFunc(void* opaque, delegate* unmanaged[Cdecl]<void*, NativeError*, void> handler);

    [LibraryImport(Library)]
    public static partial NativeError* virGetLastError();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virConnectOpen(string uri);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virConnectOpenReadOnly(string uri);

    [LibraryImport(Library)]
    public static partial int virConnectClose(nint connection);

    [LibraryImport(Library)]
    public static partial int virConnectIsAlive(ConnectHandle connection);

    [LibraryImport(Library)]
    public static partial int virConnectSetKeepAlive(ConnectHandle connection, int interval, uint count);

    [LibraryImport(Library)]
    public static partial byte* virConnectGetHostname(ConnectHandle connection);

    [LibraryImport(Library)]
    public static partial int virConnectListAllDomains(ConnectHandle connection, nint** domains, uint flags);

    [LibraryImport(Library)]
    public static partial int virConnectGetAllDomainStats(
        ConnectHandle connection, uint stats, NativeStatsRecord*** records, uint flags);

    [LibraryImport(Library)]
    public static partial void virDomainStatsRecordListFree(NativeStatsRecord** records);

    [LibraryImport(Library)]
    public static partial nint virDomainLookupByUUID(ConnectHandle connection, byte* uuid);

    [LibraryImport(Library)]
    public static partial int virDomainFree(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainGetUUID(nint domain, byte* uuid);

    [LibraryImport(Library)]
    public static partial byte* virDomainGetName(nint domain);

    [LibraryImport(Library)]
    public static partial int virDomainGetState(DomainHandle domain, out int state, out int reason, uint flags);

    [LibraryImport(Library)]
    public static partial byte* virDomainGetXMLDesc(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainGetJobStats(
        DomainHandle domain, int* type, NativeParameter** parameters, int* count, uint flags);

    [LibraryImport(Library)]
    public static partial void virTypedParamsFree(NativeParameter* parameters, int count);

    [LibraryImport(Library)]
    public static partial int virDomainAbortJob(DomainHandle domain);

    [LibraryImport(Library)]
    public static partial int virDomainMigrateStartPostCopy(DomainHandle domain, uint flags);

    [LibraryImport(Library)]
    public static partial int virDomainSuspend(DomainHandle domain);

    [LibraryImport(Library)]
    public static partial int virDomainResume(DomainHandle domain);
}
