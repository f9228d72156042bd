using Microsoft.Win32.SafeHandles;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A domain; keeps its connection open. Every call may block until libvirtd answers.</summary>
internal sealed unsafe class DomainHandle : SafeHandleZeroOrMinusOneIsInvalid
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

    public static Guid ReadUuid(nint domain)
    {
        var uuid = stackalloc byte[16];
        _ = Native.virDomainGetUUID(domain, uuid);
        return new Guid(new ReadOnlySpan<byte>(uuid, 16), bigEndian: true);
    }

    public DomainState GetState()
    {
        Check(Native.virDomainGetState(this, out var state, out var reason, 0));
        return new DomainState((DomainCondition)state, reason);
    }

    /// <summary>The XML that describes the domain, without secrets.</summary>
    public string GetXml()
    {
        var xml = Native.virDomainGetXMLDesc(this, 0);
        return xml is null ? throw LibvirtException.Last() : NativeText.Take(xml);
    }

    /// <summary>The job that runs; of type <see cref="JobType.None"/> when there is none.</summary>
    public NativeJob GetJob() => GetJob(0);

    /// <summary>The job that has completed last, left where it is for others to read.</summary>
    public NativeJob GetCompletedJob()
    {
        const uint completed = 1, keepCompleted = 2;
        return GetJob(completed | keepCompleted);
    }

    public void AbortJob() => Check(Native.virDomainAbortJob(this));

    public void StartPostCopy() => Check(Native.virDomainMigrateStartPostCopy(this, 0));

    public void Suspend() => Check(Native.virDomainSuspend(this));

    public void Resume() => Check(Native.virDomainResume(this));

    protected override bool ReleaseHandle()
    {
        var freed = Native.virDomainFree(handle);
        _connection.DangerousRelease();
        return freed == 0;
    }

    private NativeJob GetJob(uint flags)
    {
        int type, count = 0;
        NativeParameter* parameters = null;
        try
        {
            Check(Native.virDomainGetJobStats(this, &type, &parameters, &count, flags));
            return new NativeJob((JobType)type, JobParameters.Read(new TypedParameters(parameters, count)));
        }
        finally
        {
            Native.virTypedParamsFree(parameters, count);
        }
    }

    private static void Check(int result)
    {
        if (result < 0)
            throw LibvirtException.Last();
    }
}
