using Microsoft.Extensions.Logging;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>Hears one connection: keeps what tells how jobs ended, voids what it knew of servers, and wakes whoever waits for news.</summary>
internal sealed class SessionEvents(EvidenceLog evidence, OwnerCache owners, WakeSignal news, ILogger logger)
    : IConnectionEvents
{
    private const int SuspendedByBrokenPostCopy = 8;

    private int _closed;

    /// <summary>To be called once, before anything else: what happened before this connection went unheard.</summary>
    public void OnOpened(string uri, string host)
    {
        owners.ForgetAll();
        LibvirtLog.Connected(logger, uri, host);
        news.Wake();
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
        news.Wake();
    }

    public void OnIteration(Guid server) => news.Wake();

    public void OnJobCompleted(Guid server, JobParameters parameters)
    {
        if (!new NativeJob(JobType.Completed, parameters).IsOutgoingMigration)
            return;
        var stats = JobReading.ToStats(JobPhase.Finishing, parameters, completed: true);
        evidence.Add(server, known => known with { Completed = stats });
        news.Wake();
    }

    public void OnMetadataChanged(Guid server)
    {
        owners.Forget(server);
        news.Wake();
    }

    public void OnClosed(CloseReason reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        LibvirtLog.ConnectionLost(logger, reason);
        news.Wake();
    }

    public void OnFault(Exception exception) => LibvirtLog.EventFault(logger, exception);
}
