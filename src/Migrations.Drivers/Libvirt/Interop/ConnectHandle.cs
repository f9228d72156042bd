using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A connection to libvirtd. Every call may block until it answers, so each belongs on a thread that may be lost.</summary>
/// <remarks>Closed once it is disposed and its last domain and its last call are gone.</remarks>
internal sealed unsafe class ConnectHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private ConnectHandle(nint connection)
        : base(ownsHandle: true) => SetHandle(connection);

    /// <summary>What libvirt answered to closing: 0, or how many references were left behind. Null while it is open.</summary>
    public int? LeftBehind { get; private set; }

    public static ConnectHandle Open(string uri, bool readOnly)
    {
        LibvirtLibrary.Require();
        EventLoop.Enter();
        var connection = readOnly ? Native.virConnectOpenReadOnly(uri) : Native.virConnectOpen(uri);
        if (connection != 0)
            return new ConnectHandle(connection);
        var error = LibvirtException.Last(connecting: true);
        EventLoop.Leave();
        throw error;
    }

    /// <summary>Lets libvirt close the connection when the daemon stays silent; false when the daemon cannot be asked to speak.</summary>
    public bool KeepAlive(TimeSpan interval, int count) =>
        Native.virConnectSetKeepAlive(this, (int)interval.TotalSeconds, (uint)count) == 0;

    /// <summary>Whether it can still be used; known without asking.</summary>
    public bool IsAlive => Native.virConnectIsAlive(this) > 0;

    public string Hostname()
    {
        var name = Native.virConnectGetHostname(this);
        return name is null ? throw LibvirtException.Last() : NativeText.Take(name);
    }

    /// <summary>The domains that run or are paused; libvirtd answers this even when its workers are all busy.</summary>
    public List<Guid> ListActive()
    {
        const uint active = 1;
        nint* domains;
        var count = Native.virConnectListAllDomains(this, &domains, active);
        if (count < 0)
            throw LibvirtException.Last();
        var uuids = new List<Guid>(count);
        for (var i = 0; i < count; i++)
        {
            uuids.Add(DomainHandle.ReadUuid(domains[i]));
            _ = Native.virDomainFree(domains[i]);
        }

        NativeMemory.Free(domains);
        return uuids;
    }

    /// <summary>The domain of this UUID, or null.</summary>
    public DomainHandle? Find(Guid uuid)
    {
        var bytes = stackalloc byte[16];
        uuid.TryWriteBytes(new Span<byte>(bytes, 16), bigEndian: true, out _);
        var domain = Native.virDomainLookupByUUID(this, bytes);
        if (domain != 0)
            return new DomainHandle(this, domain);
        var error = LibvirtException.Last();
        return error.Code == LibvirtError.NoDomain ? null : throw error;
    }

    /// <summary>Every domain with its state, in one call that waits for no domain.</summary>
    public List<DomainSummary> ListStates()
    {
        const uint state = 1, noWait = 1 << 29;
        NativeStatsRecord** records;
        var count = Native.virConnectGetAllDomainStats(this, state, &records, noWait);
        if (count < 0)
            throw LibvirtException.Last();
        var summaries = new List<DomainSummary>(count);
        for (var i = 0; i < count; i++)
            summaries.Add(DomainSummary.Read(records[i]));
        Native.virDomainStatsRecordListFree(records);
        return summaries;
    }

    protected override bool ReleaseHandle()
    {
        LeftBehind = Native.virConnectClose(handle);
        EventLoop.Leave();
        return LeftBehind == 0;
    }
}
