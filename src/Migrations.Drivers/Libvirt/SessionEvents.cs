using Microsoft.Extensions.Logging;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>Hears one connection: keeps what tells how jobs ended, voids what it knew of servers, and wakes the watchers.</summary>
internal sealed class SessionEvents(EvidenceLog evidence, OwnerCache owners, WakeUps wakeUps, ILogger logger)
    : IConnectionEvents
{
    private const int SuspendedByBrokenPostCopy = 8;

    private int _closed;

    /// <summary>To be called once, before anything else: what happened before this connection went unheard.</summary>
    public void OnOpened(string uri, string host)
    {
        owners.ForgetAll();
        LibvirtLog.Connected(logger, uri, host);
        wakeUps.Send(DriverEventKind.ConnectionRestored);
    }

    public void OnLifecycle(Guid server, LifecycleEvent lifecycle, int detail)
    {
        owners.Forget(server);
        if (lifecycle == LifecycleEvent.Started)
            evidence.Forget(server);
        else if (lifecycle == LifecycleEvent.Stopped)
            evidence.Add(server, known => known with { Stopped = (StoppedDetail)detail });
        else if (lifecycle == LifecycleEvent.Suspended && detail == SuspendedByBrokenPostCopy)
            evidence.Add(server, known => known with { SawPostCopyBroken = true });
        wakeUps.Send(Meaning(lifecycle), server);
    }

    public void OnIteration(Guid server) => wakeUps.Send(DriverEventKind.JobChanged, server);

    public void OnJobCompleted(Guid server, JobParameters parameters)
    {
        if (!new NativeJob(JobType.Completed, parameters).IsOutgoingMigration)
            return;
        var stats = JobReading.ToStats(JobPhase.Finishing, parameters, completed: true);
        evidence.Add(server, known => known with { Completed = stats });
        wakeUps.Send(DriverEventKind.JobEnded, server);
    }

    public void OnMetadataChanged(Guid server)
    {
        owners.Forget(server);
        wakeUps.Send(DriverEventKind.ServerChanged, server);
    }

    public void OnClosed(CloseReason reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        LibvirtLog.ConnectionLost(logger, reason);
        wakeUps.Send(DriverEventKind.ConnectionLost);
    }

    public void OnFault(Exception exception) => LibvirtLog.EventFault(logger, exception);

    private static DriverEventKind Meaning(LifecycleEvent lifecycle) => lifecycle switch
    {
        LifecycleEvent.Stopped => DriverEventKind.JobEnded,
        LifecycleEvent.Suspended or LifecycleEvent.Resumed => DriverEventKind.JobChanged,
        _ => DriverEventKind.ServerChanged,
    };
}
