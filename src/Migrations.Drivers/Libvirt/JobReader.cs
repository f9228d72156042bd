using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>Finds the outgoing migrations of the host and reads them, keeping what their readings tell of their end.</summary>
internal sealed class JobReader
{
    private readonly LibvirtOptions _options;
    private readonly LibvirtLanes _lanes;
    private readonly EvidenceLog _evidence;
    private readonly DomainCalls<JobReading?> _readings;
    private Dictionary<Guid, MigrationJob> _listed = [];

    public JobReader(LibvirtOptions options, LibvirtLanes lanes, EvidenceLog evidence, TimeProvider clock)
    {
        _options = options;
        _lanes = lanes;
        _evidence = evidence;
        _readings = new DomainCalls<JobReading?>(lanes, Read, options, clock);
    }

    /// <summary>Every job. One that does not answer is listed as it last was: silence does not end it.</summary>
    public async Task<IReadOnlyList<MigrationJob>> ListAsync(CancellationToken cancellationToken)
    {
        var (host, active) = await _lanes.LookAsync(
            session => (session.Host, session.Connection.ListActive()), cancellationToken);
        var answers = await _readings.AskAsync(active, cancellationToken);
        foreach (var answer in answers)
            ThrowIfUnreachable(answer.Silence);
        if (answers.Count > 0 && answers.All(answer => answer.Silence is not null))
        {
            throw new MigrationDriverException(DriverErrorKind.Unreachable,
                $"libvirtd at {_options.Uri} answers for none of its {answers.Count} active domains.", answers[0].Silence);
        }

        var known = _listed;
        var jobs = answers.Select(answer => answer.Silence is null
            ? ToJob(answer.Server, answer.Value, host)
            : known.GetValueOrDefault(answer.Server)).OfType<MigrationJob>().ToList();
        _listed = jobs.ToDictionary(job => job.ServerUuid);
        return jobs;
    }

    /// <summary>The reading of one job; null when there is none.</summary>
    public async Task<JobReading?> ReadAsync(Guid server, CancellationToken cancellationToken)
    {
        var answer = (await _readings.AskAsync([server], cancellationToken))[0];
        ThrowIfUnreachable(answer.Silence);
        return answer.Silence switch
        {
            null => answer.Value,
            LibvirtException e => throw e.ToDriverException(),
            var e => throw new MigrationDriverException(
                DriverErrorKind.TimedOut, $"Server {server} did not answer within {_options.ReadTimeout}.", e),
        };
    }

    private static void ThrowIfUnreachable(Exception? silence)
    {
        if (silence is LibvirtException { Kind: DriverErrorKind.Unreachable } lost)
            throw lost.ToDriverException();
    }

    private JobReading? Read(LibvirtSession session, Guid server)
    {
        var mark = _evidence.Mark();
        if (session.Ask(server, JobReading.Read) is not { } reading)
            return null;
        _evidence.Add(server, reading, mark);
        return reading.IsOver ? null : reading;
    }

    private static MigrationJob? ToJob(Guid server, JobReading? reading, string host) => reading is null
        ? null
        : new MigrationJob(server.ToString(), server, reading.Phase) { SourceCompute = host, SourceNode = host };
}
