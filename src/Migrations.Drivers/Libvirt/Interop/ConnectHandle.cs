using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Migrations.Drivers.Libvirt.Interop.virConnectGetAllDomainStatsFlags;
using static Migrations.Drivers.Libvirt.Interop.virConnectListAllDomainsFlags;
using static Migrations.Drivers.Libvirt.Interop.virDomainStatsTypes;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A connection to libvirtd. Every call may block until libvirtd answers, so it belongs on a thread that may hang.</summary>
/// <remarks>Closed once it is disposed and its last domain and its last call are gone.</remarks>
internal sealed unsafe partial class ConnectHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private ConnectHandle(nint connection)
        : base(ownsHandle: true) => SetHandle(connection);

    /// <summary>What libvirt answered to closing: 0, or how many references were left behind. Null while it is open.</summary>
    public int? LeftBehind { get; private set; }

    /// <summary>Whether the connection can still be used; known without asking libvirtd.</summary>
    public bool IsAlive => virConnectIsAlive(this) > 0;

    /// <exception cref="LibvirtException">libvirt is missing, or the hypervisor cannot be reached.</exception>
    public static ConnectHandle Open(string uri, bool readOnly)
    {
        LibvirtLibrary.Require();
        var connection = readOnly ? virConnectOpenReadOnly(uri) : virConnectOpen(uri);
        return connection != 0 ? new ConnectHandle(connection) : throw LibvirtException.Last(connecting: true);
    }

    /// <summary>Lets libvirt close the connection when libvirtd stays silent.</summary>
    /// <returns>Whether this connection can do so.</returns>
    public bool KeepAlive(TimeSpan interval, int count) =>
        virConnectSetKeepAlive(this, (int)interval.TotalSeconds, (uint)count) == 0;

    public string Hostname() => virConnectGetHostname(this) ?? throw LibvirtException.Last();

    /// <summary>The domains that run or are paused. libvirtd answers this even when its workers are all busy.</summary>
    public List<Guid> ListActive()
    {
        nint* domains;
        var count = virConnectListAllDomains(this, &domains, VIR_CONNECT_LIST_DOMAINS_ACTIVE);
        if (count < 0)
            throw LibvirtException.Last();
        var uuids = new List<Guid>(count);
        for (var i = 0; i < count; i++)
            uuids.Add(DomainHandle.ReadUuidAndFree(domains[i]));
        NativeMemory.Free(domains);
        return uuids;
    }

    /// <summary>Every domain with its state, in one call that waits for no domain.</summary>
    public List<DomainSummary> ListStates()
    {
        virDomainStatsRecord** records;
        var count = virConnectGetAllDomainStats(
            this, VIR_DOMAIN_STATS_STATE, &records, VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
        if (count < 0)
            throw LibvirtException.Last();
        var summaries = new List<DomainSummary>(count);
        for (var i = 0; i < count; i++)
            summaries.Add(Summary(*records[i]));
        virDomainStatsRecordListFree(records);
        return summaries;
    }

    /// <summary>The domain of this UUID, or null.</summary>
    public DomainHandle? Find(Guid uuid)
    {
        var bytes = stackalloc byte[16];
        uuid.TryWriteBytes(new Span<byte>(bytes, 16), bigEndian: true, out _);
        var domain = virDomainLookupByUUID(this, bytes);
        if (domain != 0)
            return new DomainHandle(this, domain);
        var error = LibvirtException.Last();
        return error.IsNoDomain ? null : throw error;
    }

    protected override bool ReleaseHandle()
    {
        LeftBehind = virConnectClose(handle);
        return LeftBehind == 0;
    }

    /// <summary>Copies a record, which stays libvirt's.</summary>
    private static DomainSummary Summary(virDomainStatsRecord record)
    {
        var values = new TypedParameters(record.Parameters, record.Count);
        return new DomainSummary(
            DomainHandle.ReadUuid(record.Domain),
            DomainHandle.ReadName(record.Domain),
            new DomainState((virDomainState)(values["state.state"u8] ?? 0), (int)(values["state.reason"u8] ?? 0)));
    }

    [LibraryImport(LibvirtLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint virConnectOpen(string uri);

    [LibraryImport(LibvirtLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint virConnectOpenReadOnly(string uri);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virConnectClose(nint connection);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virConnectIsAlive(ConnectHandle connection);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virConnectSetKeepAlive(ConnectHandle connection, int interval, uint count);

    [LibraryImport(LibvirtLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial string? virConnectGetHostname(ConnectHandle connection);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virConnectListAllDomains(
        ConnectHandle connection, nint** domains, virConnectListAllDomainsFlags flags);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virConnectGetAllDomainStats(
        ConnectHandle connection, virDomainStatsTypes stats, virDomainStatsRecord*** records,
        virConnectGetAllDomainStatsFlags flags);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial void virDomainStatsRecordListFree(virDomainStatsRecord** records);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial nint virDomainLookupByUUID(ConnectHandle connection, byte* uuid);

    /// <summary>libvirt-domain.h, struct _virDomainStatsRecord: a domain and what was asked about it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct virDomainStatsRecord
    {
        public nint Domain;
        public virTypedParameter* Parameters;
        public int Count;
    }
}
