using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt.Jobs;

/// <summary>Lists the outgoing migrations of the host and reads them. Stores the evidence that their readings contain.</summary>
internal sealed class JobReader
{
    private readonly LibvirtOptions _options;
    private readonly ConnectionThreads _lookups;
    private readonly ActiveDomains _active;
    private readonly EvidenceStore _evidence;
    private readonly Attention _attention;
    private readonly DomainQueries<OutboundJob?> _readings;
    private Dictionary<Guid, MigrationJob> _listed = [];

    public JobReader(
        LibvirtOptions options, ConnectionThreads lookups, ConnectionThreads readings, ActiveDomains active,
        EvidenceStore evidence, Attention attention, TimeProvider clock)
    {
        (_options, _lookups, _active, _evidence, _attention) = (options, lookups, active, evidence, attention);
        _readings = new DomainQueries<OutboundJob?>(readings, Read, options, clock);
    }

    /// <summary>
    /// Every job that is known, has news or is started by this service, and others when the turn of their domain comes. A job
    /// whose domain does not answer is listed as before, because it may still run.
    /// </summary>
    public async Task<IReadOnlyList<MigrationJob>> ListAsync(CancellationToken cancellationToken)
    {
        var (host, active) = await _lookups.AskAsync(
            session => (session.Host, session.Connection.ListActive()), cancellationToken);
        _active.Update(active);
        var answers = await AskAsync(active, cancellationToken);

        var known = _listed;
        var jobs = answers.Select(answer => answer.Failure is null
            ? ToJob(answer.Server, answer.Value, host)
            : known.GetValueOrDefault(answer.Server)).OfType<MigrationJob>().ToList();
        _listed = jobs.ToDictionary(job => job.ServerUuid);
        return jobs;
    }

    /// <summary>The reading of one job; null when there is none.</summary>
    public async Task<OutboundJob?> ReadAsync(Guid server, CancellationToken cancellationToken)
    {
        var answer = (await _readings.AskAsync([server], cancellationToken))[0];
        if (answer.Failure is null)
            return answer.Value;
        _attention.Mark(server);
        throw answer.Failure;
    }

    /// <summary>Asks a domain; null when it has no outgoing migration. May block as long as its QEMU does.</summary>
    public static OutboundJob? Read(DomainHandle domain)
    {
        try
        {
            var job = domain.GetJob();
            return job.IsOutgoingMigration ? new OutboundJob(job, domain.GetState()) : null;
        }
        catch (LibvirtException e) when (e.IsInvalid)
        {
            // The domain is shut off, or is migrated to this host.
            return null;
        }
    }

    private async Task<IReadOnlyList<DomainAnswer<OutboundJob?>>> AskAsync(List<Guid> active, CancellationToken cancellationToken)
    {
        var asked = _attention.Take(active, server => _listed.ContainsKey(server) || _evidence.IsExpected(server));
        try
        {
            var answers = await _readings.AskAsync(asked, cancellationToken);
            foreach (var answer in answers)
            {
                if (answer.IsUnreachable)
                    throw answer.Failure!;
                if (answer.Failure is not null)
                    _attention.Mark(answer.Server);
            }

            if (answers.Count == 0 || answers.Any(answer => answer.Failure is null))
                return answers;
            // If only those hang that were asked, libvirtd is well. The next list asks all, and knows.
            _attention.MarkAll();
            return asked.Count < active.Count
                ? answers
                : throw new MigrationDriverException(DriverErrorKind.Unreachable,
                    $"libvirtd at {_options.Uri} gives no answer about any of its {answers.Count} active domains.", answers[0].Failure);
        }
        catch
        {
            _attention.MarkAll();
            throw;
        }
    }

    private OutboundJob? Read(Session session, Guid server)
    {
        var mark = _evidence.Mark();
        if (session.Ask(server, Read) is not { } reading)
            return null;
        _evidence.Add(server, reading, mark);
        if (reading.IsOver)
            return null;
        _attention.Mark(server);
        return reading;
    }

    private static MigrationJob? ToJob(Guid server, OutboundJob? reading, string host) => reading is null
        ? null
        : new MigrationJob(MigrationJob.IdWithoutName(server), server, reading.Phase) { SourceCompute = host, SourceNode = host };
}
