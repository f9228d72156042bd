using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>An outgoing migration as libvirt told of it, with the state of its domain right after.</summary>
internal sealed record JobReading(NativeJob Job, DomainState State)
{
    /// <summary>Whether the job has failed already, and only lingers.</summary>
    public bool IsOver => Job.Type == JobType.Failed;

    /// <summary>Asks the domain; null when it has no outgoing migration. May block as long as its QEMU does.</summary>
    public static JobReading? Read(DomainHandle domain)
    {
        try
        {
            var job = domain.GetJob();
            return job.IsOutgoingMigration ? new JobReading(job, domain.GetState()) : null;
        }
        catch (LibvirtException e) when (
            e.Code is LibvirtError.InvalidOperation or LibvirtError.OperationUnsupported or LibvirtError.NoSupport)
        {
            // Shut off, or on its way in rather than out.
            return null;
        }
    }

    public JobPhase Phase => Job.Type switch
    {
        JobType.Cancelled => JobPhase.Aborting,
        JobType.Completed => JobPhase.Finishing,
        _ when State.Is(PausedReason.PostCopyFailed) => JobPhase.PostCopyBroken,
        _ when State.Is(PausedReason.PostCopy) => JobPhase.PostCopy,
        _ when !State.IsActive => JobPhase.Finishing,
        _ when Job.Parameters.MemoryTotal > 0 => JobPhase.PreCopy,
        _ when Job.Parameters.DiskTotal > 0 => JobPhase.Storage,
        _ => JobPhase.Preparing,
    };

    /// <summary>The reading in the drivers' terms. While a job is being aborted libvirt reports zeros that mean nothing.</summary>
    public JobStats ToStats() => Job.Type == JobType.Cancelled
        ? new JobStats(Phase)
        : ToStats(Phase, Job.Parameters, completed: Job.Type == JobType.Completed);

    /// <param name="completed">Whether libvirt reports the pause that there was, rather than the one to expect.</param>
    public static JobStats ToStats(JobPhase phase, JobParameters parameters, bool completed) => new(phase)
    {
        Elapsed = Milliseconds(parameters.TimeElapsed),
        MemoryTotalBytes = parameters.MemoryTotal,
        MemoryProcessedBytes = parameters.MemoryProcessed,
        MemoryRemainingBytes = parameters.MemoryRemaining,
        DiskTotalBytes = parameters.DiskTotal,
        DiskProcessedBytes = parameters.DiskProcessed,
        DiskRemainingBytes = parameters.DiskRemaining,
        MemoryBytesPerSecond = parameters.MemoryBps,
        DirtyPagesPerSecond = parameters.MemoryDirtyRate,
        PageSizeBytes = parameters.MemoryPageSize,
        Iteration = parameters.MemoryIteration,
        ExpectedDowntime = completed ? null : Milliseconds(parameters.Downtime),
        Downtime = completed ? Milliseconds(parameters.Downtime) : null,
        SetupTime = Milliseconds(parameters.SetupTime),
        PostCopyRequests = parameters.MemoryPostCopyRequests,
        ThrottlePercent = (int?)parameters.AutoConvergeThrottle,
    };

    private static TimeSpan? Milliseconds(long? value) =>
        value is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
}
