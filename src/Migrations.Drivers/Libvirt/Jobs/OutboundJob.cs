using Migrations.Drivers.Libvirt.Interop;
using static Migrations.Drivers.Libvirt.Interop.virDomainJobType;
using static Migrations.Drivers.Libvirt.Interop.virDomainPausedReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.Drivers.Libvirt.Jobs;

/// <summary>An outgoing migration as libvirt reported it, with the state of its domain right after.</summary>
internal sealed record OutboundJob(DomainJob Job, DomainState State)
{
    private const long MaxMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    /// <summary>Whether the job has already failed, although libvirt still reports it.</summary>
    public bool IsOver => Job.Type == VIR_DOMAIN_JOB_FAILED;

    /// <summary>Whether nothing is left to copy. libvirt then accepts an abort, and lets the migration complete.</summary>
    public bool IsCopied => Phase == JobPhase.Finishing
        || (IsPaused && Job.Parameters is { MemoryTotal: > 0, MemoryRemaining: 0 });

    /// <summary>Whether the server does not run, and so dirties no memory.</summary>
    public bool IsPaused => State.Condition is VIR_DOMAIN_PAUSED or VIR_DOMAIN_PMSUSPENDED;

    public JobPhase Phase => Job.Type switch
    {
        VIR_DOMAIN_JOB_CANCELLED => JobPhase.Aborting,
        VIR_DOMAIN_JOB_COMPLETED => JobPhase.Finishing,
        _ when State.Is(VIR_DOMAIN_PAUSED_POSTCOPY_FAILED) => JobPhase.PostCopyBroken,
        _ when State.Is(VIR_DOMAIN_PAUSED_POSTCOPY) => JobPhase.PostCopy,
        _ when !State.IsActive => JobPhase.Finishing,
        _ when Job.Parameters.MemoryTotal > 0 => JobPhase.PreCopy,
        _ when Job.Parameters.DiskTotal > 0 => JobPhase.Storage,
        _ => JobPhase.Preparing,
    };

    /// <summary>The reading in the terms of the driver port. While a job is being aborted libvirt reports meaningless zeros.</summary>
    public JobStats ToStats() => Job.Type == VIR_DOMAIN_JOB_CANCELLED
        ? new JobStats(Phase)
        : ToStats(Phase, Job.Parameters, completed: Job.Type == VIR_DOMAIN_JOB_COMPLETED) with
        {
            IsPaused = IsPaused,
        };

    /// <param name="phase">The phase of the job.</param>
    /// <param name="parameters">What libvirt reported of it.</param>
    /// <param name="completed">Whether VIR_DOMAIN_JOB_DOWNTIME is the actual pause rather than the expected one.</param>
    public static JobStats ToStats(JobPhase phase, JobParameters parameters, bool completed) => new(phase)
    {
        Elapsed = Milliseconds(parameters.TimeElapsed),
        Memory = new Transfer(Count(parameters.MemoryTotal), Count(parameters.MemoryProcessed), Count(parameters.MemoryRemaining)),
        Disk = new Transfer(Count(parameters.DiskTotal), Count(parameters.DiskProcessed), Count(parameters.DiskRemaining)),
        MemoryBytesPerSecond = Count(parameters.MemoryBps),
        DirtyPagesPerSecond = Count(parameters.MemoryDirtyRate),
        PageSizeBytes = Count(parameters.MemoryPageSize),
        Iteration = Count(parameters.MemoryIteration),
        ExpectedDowntime = completed ? null : Milliseconds(parameters.Downtime),
        Downtime = completed ? Milliseconds(parameters.Downtime) : null,
        SetupTime = Milliseconds(parameters.SetupTime),
        PostCopyRequests = Count(parameters.MemoryPostCopyRequests),
        ThrottlePercent = parameters.AutoConvergeThrottle is >= 0 and <= 100 and var percent ? (int)percent : null,
    };

    /// <summary>Null also for a negative number: nothing that libvirt counts can be one.</summary>
    private static long? Count(long? value) => value >= 0 ? value : null;

    /// <summary>Null also for a value that is not a length of time.</summary>
    private static TimeSpan? Milliseconds(long? value) =>
        value is >= 0 and <= MaxMilliseconds and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
}
