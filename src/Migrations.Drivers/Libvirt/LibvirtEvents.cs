using Microsoft.Extensions.Logging;
using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Jobs;
using Migrations.Drivers.Libvirt.Servers;
using static Migrations.Drivers.Libvirt.Interop.virConnectCloseReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainEventSuspendedDetailType;
using static Migrations.Drivers.Libvirt.Interop.virDomainEventType;

namespace Migrations.Drivers.Libvirt;

/// <summary>
/// Handles the events of one connection: records evidence of how jobs ended, drops descriptions that may have changed, marks
/// domains that may have a job, and wakes whoever waits for news.
/// </summary>
internal sealed partial class LibvirtEvents(
    EvidenceStore evidence, DescriptionCache descriptions, Attention attention, WakeSignal news, ILogger<LibvirtMigrationDriver> logger) : ISessionEvents
{
    private int _closed;

    public void OnOpened(string uri, string host)
    {
        descriptions.DropAll();
        attention.MarkAll();
        LogConnected(uri, host);
        news.Wake();
    }

    public void OnLifecycle(Guid server, virDomainEventType lifecycle, int detail)
    {
        descriptions.Drop(server);
        attention.Mark(server);
        if (lifecycle == VIR_DOMAIN_EVENT_STARTED)
            evidence.Drop(server);
        else if (lifecycle == VIR_DOMAIN_EVENT_STOPPED)
            evidence.Add(server, known => known with { Stopped = (virDomainEventStoppedDetailType)detail });
        else if (lifecycle == VIR_DOMAIN_EVENT_SUSPENDED && detail == (int)VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED)
            evidence.Add(server, known => known with { SawPostCopyBroken = true });
        news.Wake();
    }

    /// <remarks>
    /// That a job which is listed copies its memory once more is no news. The first event may come before the job says that it copies.
    /// </remarks>
    public void OnIteration(Guid server, int iteration)
    {
        if (attention.Mark(server) || iteration <= 2)
            news.Wake();
    }

    public void OnJobCompleted(Guid server, JobParameters parameters)
    {
        if (!new DomainJob(virDomainJobType.VIR_DOMAIN_JOB_COMPLETED, parameters).IsOutgoingMigration)
            return;
        var stats = OutboundJob.ToStats(JobPhase.Finishing, parameters, completed: true);
        evidence.Add(server, known => known with { Completed = stats });
        news.Wake();
    }

    public void OnMetadataChanged(Guid server)
    {
        descriptions.Drop(server);
        news.Wake();
    }

    public void OnClosed(virConnectCloseReason reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
            return;
        LogConnectionLost(Words(reason));
        news.Wake();
    }

    public void OnFault(Exception exception) => LogFault(exception);

    private static string Words(virConnectCloseReason reason) => reason switch
    {
        VIR_CONNECT_CLOSE_REASON_EOF => "libvirtd closed it",
        VIR_CONNECT_CLOSE_REASON_KEEPALIVE => "libvirtd stayed silent",
        VIR_CONNECT_CLOSE_REASON_CLIENT => "this service closed it",
        _ => "an error",
    };

    [LoggerMessage(EventIds.LibvirtConnection, LogLevel.Information, "Connected to libvirt at {Uri} as {Host}")]
    private partial void LogConnected(string uri, string host);

    [LoggerMessage(EventIds.LibvirtConnectionLost, LogLevel.Warning, "The connection to libvirt is lost ({Reason})")]
    private partial void LogConnectionLost(string reason);

    [LoggerMessage(EventIds.LibvirtEventFault, LogLevel.Error, "An event of libvirt could not be handled")]
    private partial void LogFault(Exception exception);
}
