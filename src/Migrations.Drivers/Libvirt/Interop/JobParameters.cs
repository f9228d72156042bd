using static Migrations.Drivers.Libvirt.Interop.virDomainJobOperation;
using static Migrations.Drivers.Libvirt.Interop.virDomainJobType;

namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A job of a domain, of any kind.</summary>
internal sealed record DomainJob(virDomainJobType Type, JobParameters Parameters)
{
    /// <summary>A migration that leaves this host, rather than one that arrives, a save or a backup.</summary>
    public bool IsOutgoingMigration =>
        Type != VIR_DOMAIN_JOB_NONE && Parameters.Operation == (long)VIR_DOMAIN_JOB_OPERATION_MIGRATION_OUT;
}

/// <summary>The statistics of a job in libvirt's own units: milliseconds, bytes, pages. Null is not reported.</summary>
/// <remarks>The names are the values of libvirt-domain.h's VIR_DOMAIN_JOB_... macros.</remarks>
internal sealed record JobParameters
{
    public long? Operation { get; init; }
    public long? TimeElapsed { get; init; }
    public long? Downtime { get; init; }
    public long? SetupTime { get; init; }
    public long? MemoryTotal { get; init; }
    public long? MemoryProcessed { get; init; }
    public long? MemoryRemaining { get; init; }
    public long? MemoryBps { get; init; }
    public long? MemoryDirtyRate { get; init; }
    public long? MemoryPageSize { get; init; }
    public long? MemoryIteration { get; init; }
    public long? MemoryPostCopyRequests { get; init; }
    public long? DiskTotal { get; init; }
    public long? DiskProcessed { get; init; }
    public long? DiskRemaining { get; init; }
    public long? AutoConvergeThrottle { get; init; }

    /// <summary>Copies what is known out of libvirt's memory.</summary>
    public static JobParameters Read(TypedParameters values) => new()
    {
        Operation = values["operation"u8],
        TimeElapsed = values["time_elapsed"u8],
        Downtime = values["downtime"u8],
        SetupTime = values["setup_time"u8],
        MemoryTotal = values["memory_total"u8],
        MemoryProcessed = values["memory_processed"u8],
        MemoryRemaining = values["memory_remaining"u8],
        MemoryBps = values["memory_bps"u8],
        MemoryDirtyRate = values["memory_dirty_rate"u8],
        MemoryPageSize = values["memory_page_size"u8],
        MemoryIteration = values["memory_iteration"u8],
        MemoryPostCopyRequests = values["memory_postcopy_requests"u8],
        DiskTotal = values["disk_total"u8],
        DiskProcessed = values["disk_processed"u8],
        DiskRemaining = values["disk_remaining"u8],
        AutoConvergeThrottle = values["auto_converge_throttle"u8],
    };
}
