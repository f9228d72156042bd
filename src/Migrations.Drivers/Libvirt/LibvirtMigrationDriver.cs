using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Migrations.Drivers.Libvirt;

/// <summary>The live migrations that leave the host of a libvirtd, whoever started them.</summary>
public sealed class LibvirtMigrationDriver : IMigrationDriver, IAsyncDisposable
{
    private readonly LibvirtOptions _options;
    private readonly WorkerLanes _lanes;
    private readonly WakeUps _wakeUps = new();
    private readonly LibvirtLink _link;
    private readonly LibvirtReads _reads;
    private readonly JobReader _jobs;
    private readonly JobEndReader _ends;
    private readonly ServerReader _servers;
    private readonly DomainCommands _commands;

    public LibvirtMigrationDriver(
        IOptions<LibvirtOptions> options, TimeProvider clock, ILogger<LibvirtMigrationDriver> logger)
    {
        _options = options.Value;
        _lanes = new WorkerLanes(_options.ParallelReads, clock);
        var evidence = new EvidenceLog();
        var owners = new OwnerCache();
        _link = new LibvirtLink(_options, _lanes.Registry,
            () => new SessionEvents(evidence, owners, _wakeUps, logger), () => Connected(owners), clock, logger);
        _reads = new LibvirtReads(_options, clock);
        _jobs = new JobReader(_options, _link, _lanes, evidence, clock);
        _ends = new JobEndReader(_link, _lanes, _jobs, evidence, clock);
        _servers = new ServerReader(_options, _link, _lanes, owners, clock);
        _commands = new DomainCommands(_options, _lanes.Commands, clock);
    }

    public DriverCapabilities Capabilities => new("libvirt", _commands.CannotCommand);

    public Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken) =>
        _reads.RunAsync(_servers.ListAsync, cancellationToken);

    public Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken) =>
        _reads.RunAsync(_jobs.ListAsync, cancellationToken);

    public Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _reads.RunAsync(async token =>
            (await _jobs.ReadAsync(job.ServerUuid, token))?.ToStats() ?? throw new MigrationDriverException(
                DriverErrorKind.NoSuchJob, $"Server {job.ServerUuid} is not being migrated any more."), cancellationToken);

    public Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken) =>
        _reads.RunAsync(token => _ends.ReadAsync(serverUuid, token), cancellationToken);

    public Task AbortAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _commands.RunAsync(job.ServerUuid, JobCommands.Abort, cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _commands.RunAsync(
            job.ServerUuid, domain => JobCommands.ForceComplete(domain, _options.ForceComplete), cancellationToken);

    public IAsyncEnumerable<DriverEvent> WatchAsync(CancellationToken cancellationToken) =>
        _wakeUps.WatchAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _lanes.Dispose();
    }

    private void Connected(OwnerCache owners)
    {
        owners.ForgetAll();
        _wakeUps.Send(DriverEventKind.ConnectionRestored);
    }
}
