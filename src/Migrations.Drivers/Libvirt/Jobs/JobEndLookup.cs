using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Interop;
using static Migrations.Drivers.Libvirt.Interop.virDomainEventStoppedDetailType;
using static Migrations.Drivers.Libvirt.Interop.virDomainJobType;

namespace Migrations.Drivers.Libvirt.Jobs;

/// <summary>Finds out how a job that is no longer listed ended.</summary>
internal sealed class JobEndLookup(ConnectionThreads lookups, JobReader jobs, EvidenceStore evidence, TimeProvider clock)
{
    /// <summary>libvirt may drop a domain before its last event has arrived. The lookup waits this long for the event.</summary>
    private static readonly TimeSpan EventDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>The same for the call that has started the job, which returns a little after the job is gone.</summary>
    private static readonly TimeSpan CallDelay = TimeSpan.FromSeconds(1);

    public async Task<JobEnd> ReadAsync(Guid server, CancellationToken cancellationToken)
    {
        var found = await lookups.AskAsync(session => session.Ask(server, Look), cancellationToken);
        if (found is null && evidence.Of(server) is { Completed: null, Stopped: null or VIR_DOMAIN_EVENT_STOPPED_MIGRATED })
            await Task.Delay(EventDelay, clock, cancellationToken);
        if (found is { State.IsActive: true } && await jobs.ReadAsync(server, cancellationToken) is not null)
            throw new MigrationDriverException(DriverErrorKind.NotYet, $"Server {server} is still being migrated.");
        await Task.WhenAny(evidence.Complete(server), Task.Delay(CallDelay, clock, cancellationToken));
        return JobEndRules.Decide(found?.State, evidence.Of(server), found?.Kept);
    }

    private static Found Look(DomainHandle domain) => new(domain.GetState(), Kept(domain));

    private static JobStats? Kept(DomainHandle domain)
    {
        try
        {
            var job = domain.GetCompletedJob();
            return job is { Type: VIR_DOMAIN_JOB_COMPLETED, IsOutgoingMigration: true }
                ? OutboundJob.ToStats(JobPhase.Finishing, job.Parameters, completed: true)
                : null;
        }
        catch (LibvirtException e) when (e.IsInvalid)
        {
            return null;
        }
    }

    /// <param name="State">The state of the domain now.</param>
    /// <param name="Kept">The completed statistics that libvirt still has of an outgoing migration.</param>
    private sealed record Found(DomainState State, JobStats? Kept);
}
