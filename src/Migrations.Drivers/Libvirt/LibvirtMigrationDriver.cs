using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Migrations.Drivers.Libvirt;

/// <summary>The live migrations that leave the host of a libvirtd, whoever started them.</summary>
public sealed class LibvirtMigrationDriver : IMigrationDriver, IAsyncDisposable
{
    private readonly WakeSignal _news;
    private readonly LibvirtLanes _lanes;
    private readonly LibvirtReads _reads;
    private readonly JobReader _jobs;
    private readonly JobEndReader _ends;
    private readonly ServerReader _servers;
    private readonly DomainCommands _commands;

    public LibvirtMigrationDriver(
        IOptions<LibvirtOptions> options, TimeProvider clock, ILogger<LibvirtMigrationDriver> logger)
    {
        var settings = options.Value;
        var evidence = new EvidenceLog();
        var owners = new OwnerCache();
        _news = new WakeSignal(clock);
        _lanes = new LibvirtLanes(
            settings, () => LibvirtSession.Open(settings, new SessionEvents(evidence, owners, _news, logger)), clock);
        _reads = new LibvirtReads(settings, clock);
        _jobs = new JobReader(settings, _lanes, evidence, clock);
        _ends = new JobEndReader(_lanes, _jobs, evidence, clock);
        _servers = new ServerReader(settings, _lanes, owners, clock);
        _commands = new DomainCommands(settings, _lanes);
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
        _commands.AbortAsync(job.ServerUuid, cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _commands.ForceCompleteAsync(job.ServerUuid, cancellationToken);

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => _news.WaitAsync(cancellationToken);

    public ValueTask DisposeAsync() => _lanes.DisposeAsync();
}
