using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>Gathers what can still be known of a job that is no longer listed.</summary>
internal sealed class JobEndReader(LibvirtLanes lanes, JobReader jobs, EvidenceLog evidence, TimeProvider clock)
{
    /// <summary>libvirt may forget a domain before its word of what became of it has been delivered.</summary>
    private static readonly TimeSpan EventDelay = TimeSpan.FromMilliseconds(500);

    public async Task<JobEnd> ReadAsync(Guid server, CancellationToken cancellationToken)
    {
        var sight = await lanes.LookAsync(session => Look(session, server), cancellationToken);
        if (sight is null && evidence.Of(server) is { Completed: null, Stopped: null or StoppedDetail.Migrated })
            await Task.Delay(EventDelay, clock, cancellationToken);
        if (sight is { State.IsActive: true } && await jobs.ReadAsync(server, cancellationToken) is not null)
            throw new MigrationDriverException(DriverErrorKind.NotYet, $"Server {server} is still being migrated.");
        return JobEnds.Decide(sight?.State, evidence.Of(server), sight?.Kept);
    }

    private static Sight? Look(LibvirtSession session, Guid server) =>
        session.Ask(server, domain => new Sight(domain.GetState(), Kept(domain)));

    private static JobStats? Kept(DomainHandle domain)
    {
        try
        {
            var job = domain.GetCompletedJob();
            return job is { Type: JobType.Completed, IsOutgoingMigration: true }
                ? JobReading.ToStats(JobPhase.Finishing, job.Parameters, completed: true)
                : null;
        }
        catch (LibvirtException e) when (
            e.Code is LibvirtError.InvalidOperation or LibvirtError.OperationUnsupported or LibvirtError.NoSupport)
        {
            return null;
        }
    }

    /// <param name="Kept">The completed statistics that libvirt still has of an outgoing migration.</param>
    private sealed record Sight(DomainState State, JobStats? Kept);
}
