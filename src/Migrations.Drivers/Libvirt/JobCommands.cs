using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>The two commands, as they are carried out on a domain: the job is read first, and what libvirt refuses is read again.</summary>
/// <remarks>
/// Each runs on one thread to its end, also when nobody waits for it any more, so that what it began it can put right;
/// but given up before it has begun, it does nothing. Nothing is tried twice.
/// </remarks>
internal static class JobCommands
{
    public static void Abort(DomainHandle domain, CancellationToken cancellationToken)
    {
        var reading = RequireJob(domain);
        cancellationToken.ThrowIfCancellationRequested();
        if (reading.Phase == JobPhase.Aborting)
            return;
        if (reading.Phase is JobPhase.PostCopy or JobPhase.PostCopyBroken)
            throw Refused("in post-copy the server no longer runs here, and cannot be kept here");
        try
        {
            domain.AbortJob();
        }
        catch (LibvirtException e) when (e.Code == LibvirtError.InvalidOperation)
        {
            RequireJob(domain);
            throw Refused(e.Message, e);
        }
    }

    public static ForceCompleteMeans ForceComplete(
        DomainHandle domain, string choice, CancellationToken cancellationToken)
    {
        var reading = RequireJob(domain);
        cancellationToken.ThrowIfCancellationRequested();
        return reading.Phase switch
        {
            JobPhase.PostCopy => ForceCompleteMeans.PostCopy,
            JobPhase.PostCopyBroken => throw Refused("post-copy has lost its connection"),
            JobPhase.Aborting => throw Refused("the migration is being aborted"),
            JobPhase.Finishing => throw NoSuchJob(domain),
            JobPhase.PreCopy => Force(domain, choice, reading),
            _ => throw new MigrationDriverException(
                DriverErrorKind.NotYet, "The memory is not being copied yet; before that there is nothing to force."),
        };
    }

    private static ForceCompleteMeans Force(DomainHandle domain, string choice, JobReading reading)
    {
        if (choice == ForceCompleteChoices.Pause)
            return Pause(domain, reading);
        try
        {
            domain.StartPostCopy();
            return ForceCompleteMeans.PostCopy;
        }
        catch (LibvirtException e) when (
            e.Code is LibvirtError.InvalidOperation or LibvirtError.NoSupport or LibvirtError.OperationUnsupported)
        {
            // Either the job has just ended, or it was begun without post-copy.
            var now = RequireJob(domain);
            return choice == ForceCompleteChoices.Auto ? Pause(domain, now) : throw Refused(e.Message, e);
        }
    }

    private static ForceCompleteMeans Pause(DomainHandle domain, JobReading reading)
    {
        if (reading.State.Condition is DomainCondition.Paused or DomainCondition.PowerSuspended)
            return ForceCompleteMeans.Pause;
        domain.Suspend();
        var state = StateOf(domain);
        if (state is null or { IsActive: false } || state.Value.Is(PausedReason.Migration))
            return ForceCompleteMeans.Pause;
        // The job ended in between: libvirt then takes this for an ordinary pause, which nobody would ever end.
        if (state.Value.Condition == DomainCondition.Paused)
            domain.Resume();
        throw NoSuchJob(domain);
    }

    private static DomainState? StateOf(DomainHandle domain)
    {
        try
        {
            return domain.GetState();
        }
        catch (LibvirtException e) when (e.Code == LibvirtError.NoDomain)
        {
            return null;
        }
    }

    private static JobReading RequireJob(DomainHandle domain) =>
        JobReading.Read(domain) is { IsOver: false } reading ? reading : throw NoSuchJob(domain);

    private static MigrationDriverException NoSuchJob(DomainHandle domain) =>
        new(DriverErrorKind.NoSuchJob, $"Server {domain.Uuid} is not being migrated any more.");

    private static MigrationDriverException Refused(string reason, Exception? inner = null) =>
        new(DriverErrorKind.Refused, $"libvirt will not do it: {reason}.", inner);
}
