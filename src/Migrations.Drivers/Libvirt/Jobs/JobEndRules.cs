using Migrations.Drivers.Libvirt.Interop;
using static Migrations.Drivers.Libvirt.Interop.virDomainEventStoppedDetailType;
using static Migrations.Drivers.Libvirt.Interop.virDomainPausedReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainShutoffReason;

namespace Migrations.Drivers.Libvirt.Jobs;

/// <summary>Decides how a job ended, from the state of its domain and the evidence. The result is unknown when these do not tell.</summary>
internal static class JobEndRules
{
    /// <param name="state">The domain's state now; null when libvirt has no such domain.</param>
    /// <param name="evidence">What events and readings have said.</param>
    /// <param name="kept">The completed statistics that libvirt still has.</param>
    public static JobEnd Decide(DomainState? state, JobEvidence evidence, JobStats? kept)
    {
        if (evidence.Completed is not null || evidence.SawMigrated || evidence.Stopped == VIR_DOMAIN_EVENT_STOPPED_MIGRATED
            || state?.Is(VIR_DOMAIN_SHUTOFF_MIGRATED) == true)
            return new JobEnd(JobResult.Completed, FinalStats: evidence.Completed ?? kept);
        if (evidence.SawPostCopyBroken || state?.Is(VIR_DOMAIN_PAUSED_POSTCOPY_FAILED) == true)
            return Unknown("Post-copy lost its connection: the server's memory is divided between both hosts.");
        return state switch
        {
            null => Gone(evidence),
            { IsActive: false } off => ShutOff(off, evidence),
            { } here => Here(here, evidence),
        };
    }

    private static JobEnd Gone(JobEvidence evidence) => evidence.Stopped is { } stopped
        ? new JobEnd(JobResult.Failed, $"The server stopped here ({Words(stopped)}) before it had been migrated.")
        : Unknown("libvirt no longer knows the server, and it was not seen whether it was migrated or stopped.");

    private static JobEnd ShutOff(DomainState off, JobEvidence evidence)
    {
        if (evidence.Stopped is not null)
            return Gone(evidence);
        return off.Is(VIR_DOMAIN_SHUTOFF_UNKNOWN)
            ? Unknown("The server is shut off here, and libvirt no longer knows why.")
            : new JobEnd(JobResult.Failed, "The server is shut off here, and libvirt says that it was not migrated.");
    }

    private static JobEnd Here(DomainState here, JobEvidence evidence)
    {
        if (here.Is(VIR_DOMAIN_PAUSED_POSTCOPY) || here.Is(VIR_DOMAIN_PAUSED_MIGRATION))
            return Unknown("The server is still paused here by a migration whose job libvirt no longer reports.");
        if (evidence.SawCancelled)
            return new JobEnd(JobResult.Cancelled, "libvirt cancelled the job; the server runs here.");
        if (evidence.Complaint is { } complaint)
            return new JobEnd(JobResult.Failed, $"{complaint.TrimEnd('.')}; the server runs here.");
        return evidence.SawFailed
            ? new JobEnd(JobResult.Failed, "libvirt reported the job as failed; the server runs here.", IsUnexplained: true)
            : new JobEnd(JobResult.NotMigrated, "The job has ended and the server runs here; libvirt does not tell why.");
    }

    private static JobEnd Unknown(string reason) => new(JobResult.Unknown, reason);

    private static string Words(virDomainEventStoppedDetailType detail) => detail switch
    {
        VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN => "shut down",
        VIR_DOMAIN_EVENT_STOPPED_DESTROYED => "destroyed",
        VIR_DOMAIN_EVENT_STOPPED_CRASHED => "crashed",
        VIR_DOMAIN_EVENT_STOPPED_SAVED => "saved",
        VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT => "reverted to a snapshot",
        _ => "failed",
    };
}
