using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>Finds the outgoing migrations of the host and reads them, keeping what their readings tell of their end.</summary>
internal sealed class JobReader
{
    private readonly LibvirtOptions _options;
    private readonly LibvirtLink _link;
    private readonly WorkerLanes _lanes;
    private readonly EvidenceLog _evidence;
    private readonly DomainCalls<JobReading?> _readings;
    private Dictionary<Guid, MigrationJob> _listed = [];

    public JobReader(LibvirtOptions options, LibvirtLink link, WorkerLanes lanes, EvidenceLog evidence, TimeProvider clock)
    {
        _options = options;
        _link = link;
        _lanes = lanes;
        _evidence = evidence;
        _readings = new DomainCalls<JobReading?>(lanes.Reads, Read, options.ReadTimeout, clock);
    }

    /// <summary>Every job. One that does not answer is listed as it last was: silence does not end it.</summary>
    public async Task<IReadOnlyList<MigrationJob>> ListAsync(CancellationToken cancellationToken)
    {
        var session = await _link.GetAsync(cancellationToken);
        var domains = await _link.AskAsync(_lanes.Registry, live => live.Connection.ListActive(), cancellationToken);
        var answers = await Task.WhenAll(domains.Select(domain => TryReadAsync(session, domain, cancellationToken)));
        if (answers.Length > 0 && answers.All(answer => answer.Silence is not null))
        {
            throw new MigrationDriverException(DriverErrorKind.Unreachable,
                $"libvirtd at {_options.Uri} answers for none of its {answers.Length} active domains.", answers[0].Silence);
        }

        var known = _listed;
        var jobs = answers.Select(answer => answer.Silence is null
            ? ToJob(answer.Server, answer.Reading, session.Host)
            : known.GetValueOrDefault(answer.Server)).OfType<MigrationJob>().ToList();
        _listed = jobs.ToDictionary(job => job.ServerUuid);
        return jobs;
    }

    /// <summary>The reading of one job; null when there is none.</summary>
    public async Task<JobReading?> ReadAsync(Guid server, CancellationToken cancellationToken)
    {
        var session = await _link.GetAsync(cancellationToken);
        var domain = await _link.AskAsync(_lanes.Registry, live => live.Connection.Find(server), cancellationToken);
        if (domain is null)
            return null;
        var (_, reading, silence) = await TryReadAsync(session, domain, cancellationToken);
        return silence is null ? reading : throw silence;
    }

    private async Task<Answer> TryReadAsync(LibvirtSession session, DomainHandle domain, CancellationToken cancellationToken)
    {
        var server = domain.Uuid;
        try
        {
            return new Answer(server, await _readings.AskAsync(domain, cancellationToken), null);
        }
        catch (TimeoutException e)
        {
            return new Answer(server, null, new MigrationDriverException(
                DriverErrorKind.TimedOut, $"Server {server} did not answer within {_options.ReadTimeout}.", e));
        }
        catch (LibvirtException e) when (e.Kind != DriverErrorKind.Unreachable)
        {
            return new Answer(server, null, e.ToDriverException());
        }
        catch (LibvirtException e)
        {
            session.GiveUp();
            throw e.ToDriverException();
        }
    }

    private JobReading? Read(DomainHandle domain)
    {
        var mark = _evidence.Mark();
        var reading = JobReading.Read(domain);
        if (reading is not null)
            _evidence.Add(domain.Uuid, reading, mark);
        return reading is { IsOver: false } ? reading : null;
    }

    private static MigrationJob? ToJob(Guid server, JobReading? reading, string host) => reading is null
        ? null
        : new MigrationJob(server.ToString(), server, reading.Phase) { SourceCompute = host, SourceNode = host };

    private readonly record struct Answer(Guid Server, JobReading? Reading, MigrationDriverException? Silence);
}
