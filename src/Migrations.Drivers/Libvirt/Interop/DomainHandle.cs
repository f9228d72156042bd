using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Migrations.Drivers.Libvirt.Interop.virDomainGetJobStatsFlags;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A domain; keeps its connection open. Every call may block until libvirtd answers.</summary>
/// <remarks>Every call that has a result throws a <see cref="LibvirtException"/> with libvirt's reason when it fails.</remarks>
internal sealed unsafe partial class DomainHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly ConnectHandle _connection;

    /// <summary>Takes over one reference to the domain.</summary>
    public DomainHandle(ConnectHandle connection, nint domain)
        : base(ownsHandle: true)
    {
        var added = false;
        connection.DangerousAddRef(ref added);
        _connection = connection;
        SetHandle(domain);
        Uuid = ReadUuid(domain);
    }

    public Guid Uuid { get; }

    /// <summary>The UUID of a domain, which stays libvirt's.</summary>
    public static Guid ReadUuid(nint domain)
    {
        var uuid = stackalloc byte[16];
        _ = virDomainGetUUID(domain, uuid);
        return new Guid(new ReadOnlySpan<byte>(uuid, 16), bigEndian: true);
    }

    /// <summary>The UUID of a domain that is ours and needed no longer.</summary>
    public static Guid ReadUuidAndFree(nint domain)
    {
        var uuid = ReadUuid(domain);
        _ = virDomainFree(domain);
        return uuid;
    }

    /// <summary>The name of a domain, which stays libvirt's.</summary>
    public static string ReadName(nint domain) => Marshal.PtrToStringUTF8(virDomainGetName(domain)) ?? "";

    public DomainState GetState()
    {
        Check(virDomainGetState(this, out var state, out var reason, 0));
        return new DomainState(state, reason);
    }

    /// <summary>The XML that describes the domain, without secrets.</summary>
    public string GetXml() => virDomainGetXMLDesc(this, 0) ?? throw LibvirtException.Last();

    /// <summary>The job that runs, of type VIR_DOMAIN_JOB_NONE when there is none.</summary>
    public DomainJob GetJob() => GetJob(None);

    /// <summary>The job that completed last. It is left in place for others to read.</summary>
    public DomainJob GetCompletedJob() => GetJob(VIR_DOMAIN_JOB_STATS_COMPLETED | VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED);

    public void Suspend() => Check(virDomainSuspend(this));

    public void Resume() => Check(virDomainResume(this));

    protected override bool ReleaseHandle()
    {
        var freed = virDomainFree(handle);
        _connection.DangerousRelease();
        return freed == 0;
    }

    private DomainJob GetJob(virDomainGetJobStatsFlags flags)
    {
        virDomainJobType type;
        var count = 0;
        virTypedParameter* parameters = null;
        try
        {
            Check(virDomainGetJobStats(this, &type, &parameters, &count, flags));
            return new DomainJob(type, JobParameters.Read(new TypedParameters(parameters, count)));
        }
        finally
        {
            TypedParameters.Free(parameters, count);
        }
    }

    private static void Check(int result)
    {
        if (result < 0)
            throw LibvirtException.Last();
    }

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainFree(nint domain);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainGetUUID(nint domain, byte* uuid);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial nint virDomainGetName(nint domain);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainGetState(DomainHandle domain, out virDomainState state, out int reason, uint flags);

    [LibraryImport(LibvirtLibrary.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial string? virDomainGetXMLDesc(DomainHandle domain, uint flags);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainGetJobStats(
        DomainHandle domain, virDomainJobType* type, virTypedParameter** parameters, int* count,
        virDomainGetJobStatsFlags flags);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainSuspend(DomainHandle domain);

    [LibraryImport(LibvirtLibrary.Name)]
    private static partial int virDomainResume(DomainHandle domain);
}

/// <summary>The state of a domain and the reason for it. What the reason means depends on the state.</summary>
internal readonly record struct DomainState(virDomainState Condition, int Reason)
{
    /// <summary>Whether the domain has a QEMU, running or paused.</summary>
    public bool IsActive => Condition is not (VIR_DOMAIN_SHUTOFF or VIR_DOMAIN_CRASHED);

    public bool Is(virDomainPausedReason reason) => Condition == VIR_DOMAIN_PAUSED && Reason == (int)reason;

    public bool Is(virDomainShutoffReason reason) => Condition == VIR_DOMAIN_SHUTOFF && Reason == (int)reason;
}

/// <summary>A domain in a list of all domains.</summary>
internal sealed record DomainSummary(Guid Uuid, string Name, DomainState State);
