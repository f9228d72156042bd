using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Interop;
using static Migrations.Drivers.Libvirt.Interop.virDomainPausedReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.Drivers.Libvirt.Jobs;

/// <summary>The commands to running jobs. The job is read before they act, again after an abort, and again when libvirt refuses a force-complete.</summary>
/// <remarks>
/// A command runs on one thread to its end, even when its caller is gone, so that it can undo what came too late. A
/// command whose caller is gone before it acts does nothing. Nothing is tried twice.
/// </remarks>
internal sealed class JobCommands(LibvirtOptions options, ConnectionThreads actions)
{
    private volatile string? _cannotCommand = options.CannotCommand;

    /// <summary>Why commands cannot be carried out, as the settings or libvirt's first refusal tell; null when they can.</summary>
    public string? CannotCommand => _cannotCommand;

    /// <summary>The means that a force-complete tries, in this order. Only libvirt's answer tells whether a migration allows post-copy.</summary>
    public IReadOnlyList<ForceCompleteMeans> Means { get; } = options.ForceComplete switch
    {
        ForceCompleteChoices.Pause => [ForceCompleteMeans.Pause],
        ForceCompleteChoices.PostCopy => [ForceCompleteMeans.PostCopy],
        _ => [ForceCompleteMeans.PostCopy, ForceCompleteMeans.Pause],
    };

    public Task AbortAsync(Guid server, CancellationToken cancellationToken) => ActAsync(session =>
    {
        Abort(Find(session, server), cancellationToken);
        return true;
    }, cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(Guid server, CancellationToken cancellationToken) => ActAsync(
        session => ForceComplete(Find(session, server), options.ForceComplete, cancellationToken), cancellationToken);

    /// <summary>Sets how long the server may be paused at the end of its migration.</summary>
    public Task SetMaxDowntimeAsync(Guid server, TimeSpan downtime, CancellationToken cancellationToken) =>
        SteerAsync(server, domain => domain.SetMaxDowntime(downtime), cancellationToken);

    /// <summary>Limits the speed of the server's migration. libvirt keeps the limit for its next one as well.</summary>
    public Task SetBandwidthAsync(Guid server, long mebibytesPerSecond, CancellationToken cancellationToken) =>
        SteerAsync(server, domain => domain.SetMaxSpeed(mebibytesPerSecond), cancellationToken);

    /// <summary>Gives libvirt a command if it takes any.</summary>
    /// <exception cref="MigrationDriverException"><see cref="DriverErrorKind.Denied"/> when it does not, or what the command throws.</exception>
    public async Task<T> GuardAsync<T>(Func<Task<T>> command)
    {
        if (_cannotCommand is { } reason)
            throw new MigrationDriverException(DriverErrorKind.Denied, $"Commands to libvirt are not possible: {reason}.");
        try
        {
            return await command();
        }
        catch (MigrationDriverException e) when (e.InnerException is LibvirtException { IsReadOnly: true })
        {
            _cannotCommand = $"{LibvirtOptions.Section}:Uri leads to a read-only connection";
            throw;
        }
    }

    private Task<bool> SteerAsync(Guid server, Action<DomainHandle> steer, CancellationToken cancellationToken) => ActAsync(session =>
    {
        var domain = Find(session, server);
        RequireJob(domain);
        cancellationToken.ThrowIfCancellationRequested();
        steer(domain);
        return true;
    }, cancellationToken);

    private Task<T> ActAsync<T>(Func<Session, T> command, CancellationToken cancellationToken) =>
        GuardAsync(() => actions.ActAsync(command, cancellationToken));

    private static DomainHandle Find(Session session, Guid server) => session.Find(server)
        ?? throw new MigrationDriverException(DriverErrorKind.NoSuchJob, $"libvirt has no server {server}.");

    private static void Abort(DomainHandle domain, CancellationToken cancellationToken)
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
        catch (LibvirtException e) when (e.IsInvalidNow)
        {
            RequireJob(domain);
            throw Refused(e.Message, e);
        }
        CheckThatItCameInTime(domain);
    }

    /// <summary>libvirt also agrees to an abort that comes too late, and then lets the migration complete.</summary>
    private static void CheckThatItCameInTime(DomainHandle domain)
    {
        try
        {
            var hasLeft = JobReader.Read(domain) is { IsCopied: true } or { Phase: JobPhase.PostCopy or JobPhase.PostCopyBroken };
            if (!hasLeft && StateOf(domain) is { IsActive: true })
                return;
        }
        catch (LibvirtException e)
        {
            throw new MigrationDriverException(DriverErrorKind.NotYet,
                $"The abort was sent, and what came of it cannot be read ({e.Message}); the end of the migration tells.", e);
        }
        throw new MigrationDriverException(DriverErrorKind.NotYet, "The abort may have come too late; the end of the migration tells.");
    }

    private static ForceCompleteMeans ForceComplete(
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
            _ => throw new MigrationDriverException(DriverErrorKind.NotYet,
                "The memory is not being copied yet; a migration cannot be forced before that."),
        };
    }

    private static ForceCompleteMeans Force(DomainHandle domain, string choice, OutboundJob reading)
    {
        if (choice == ForceCompleteChoices.Pause)
            return Pause(domain, reading);
        try
        {
            domain.StartPostCopy();
            return ForceCompleteMeans.PostCopy;
        }
        catch (LibvirtException e) when (e.IsInvalid)
        {
            // Either the job has just ended, or it was begun without post-copy.
            var now = RequireJob(domain);
            return choice == ForceCompleteChoices.Auto ? Pause(domain, now) : throw Refused(e.Message, e);
        }
    }

    private static ForceCompleteMeans Pause(DomainHandle domain, OutboundJob reading)
    {
        if (reading.IsPaused)
            return ForceCompleteMeans.Pause;
        domain.Suspend();
        var state = StateOf(domain);
        if (state is null or { IsActive: false } || state.Value.Is(VIR_DOMAIN_PAUSED_MIGRATION))
            return ForceCompleteMeans.Pause;
        // The job ended in between: libvirt then treats this as an ordinary pause, which would never end.
        if (state.Value.Condition == VIR_DOMAIN_PAUSED)
            domain.Resume();
        throw NoSuchJob(domain);
    }

    private static DomainState? StateOf(DomainHandle domain)
    {
        try
        {
            return domain.GetState();
        }
        catch (LibvirtException e) when (e.IsNoDomain)
        {
            return null;
        }
    }

    private static OutboundJob RequireJob(DomainHandle domain) =>
        JobReader.Read(domain) is { IsOver: false } reading ? reading : throw NoSuchJob(domain);

    private static MigrationDriverException NoSuchJob(DomainHandle domain) =>
        new(DriverErrorKind.NoSuchJob, $"Server {domain.Uuid} is not being migrated any more.");

    private static MigrationDriverException Refused(string reason, Exception? inner = null) =>
        new(DriverErrorKind.Refused, $"libvirt refuses: {reason}.", inner);
}
