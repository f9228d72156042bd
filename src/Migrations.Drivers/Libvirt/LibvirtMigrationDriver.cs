using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Jobs;
using Migrations.Drivers.Libvirt.Servers;
using Migrations.Drivers.Libvirt.Starts;

namespace Migrations.Drivers.Libvirt;

/// <summary>The live migrations that leave the host of a libvirtd, whoever started them, and the start of further ones.</summary>
public sealed class LibvirtMigrationDriver : IMigrationDriver, IMigrationStarter, IAsyncDisposable
{
    private const int ParallelCommands = 4;

    private readonly WakeSignal _news;
    private readonly ConnectionThreads _lookups;
    private readonly ConnectionThreads _readings;
    private readonly ConnectionThreads _actions;
    private readonly ReadPolicy _policy;
    private readonly JobReader _jobs;
    private readonly JobEndLookup _ends;
    private readonly ServerReader _servers;
    private readonly JobCommands _commands;
    private readonly DestinationChoice _destinations;
    private readonly OrderCheck _check;
    private readonly MigrationStarts _starts;
    private readonly DescriptionCache _descriptions = new();

    public LibvirtMigrationDriver(
        IOptions<LibvirtOptions> options, TimeProvider clock, ILogger<LibvirtMigrationDriver> logger)
    {
        var settings = options.Value;
        var active = new ActiveDomains();
        var evidence = new EvidenceStore();
        var attention = new Attention();
        _news = new WakeSignal(clock);
        // For lists and lookups, which libvirtd answers without waiting for a QEMU. This connection receives the events.
        _lookups = ConnectionThreads.WithLastingConnections("lookups", 1, settings, settings.ReadTimeout,
            () => Session.Open(settings, active, new LibvirtEvents(evidence, _descriptions, attention, _news, logger)), clock);
        // For queries to domains, which may wait for their QEMU. Callers have a deadline for each domain.
        _readings = ConnectionThreads.WithLastingConnections("readings", settings.ParallelReads, settings,
            Timeout.InfiniteTimeSpan, () => Session.Open(settings, active), clock);
        _actions = ConnectionThreads.WithFreshConnections("actions", ParallelCommands, settings, settings.ConnectTimeout,
            () => Session.Open(settings, active), clock);
        _policy = new ReadPolicy(settings, clock);
        _jobs = new JobReader(settings, _lookups, _readings, active, evidence, attention, clock);
        _ends = new JobEndLookup(_lookups, _jobs, evidence, clock);
        _servers = new ServerReader(settings, _lookups, _readings, _descriptions, clock);
        _commands = new JobCommands(settings, _actions);
        _destinations = new DestinationChoice(settings.Destinations);
        _check = new OrderCheck(settings, _readings, _destinations, clock);
        _starts = new MigrationStarts(settings, () => Session.Open(settings, active), _jobs, evidence, _destinations, clock);
    }

    public DriverCapabilities Capabilities => new("libvirt", _commands.CannotCommand);

    public string? CannotStart => _commands.CannotCommand;

    public IReadOnlyList<Destination> Destinations => _destinations.All;

    public Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken) =>
        _policy.RunAsync(_servers.ListAsync, cancellationToken);

    public Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken) =>
        _policy.RunAsync(_jobs.ListAsync, cancellationToken);

    public Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _policy.RunAsync(async token =>
            await _jobs.ReadAsync(job.ServerUuid, token) is { } reading
                ? reading.ToStats() with
                {
                    ServerMemoryBytes = _descriptions.Find(job.ServerUuid)?.MemoryBytes,
                    ForceCompleteMeans = _commands.Means,
                }
                : throw new MigrationDriverException(
                    DriverErrorKind.NoSuchJob, $"Server {job.ServerUuid} is not being migrated any more."), cancellationToken);

    public Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken) =>
        _policy.RunWithinTimeoutAsync(token => _ends.ReadAsync(serverUuid, token), cancellationToken);

    public Task AbortAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _commands.AbortAsync(job.ServerUuid, cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _commands.ForceCompleteAsync(job.ServerUuid, cancellationToken);

    public Task<Destination> CheckAsync(StartOrder order, CancellationToken cancellationToken) =>
        _policy.RunAsync(token => _check.CheckAsync(order, token), cancellationToken);

    public string JobIdOf(StartOrder order) => MigrationJob.IdWithoutName(order.ServerUuid);

    public Task StartAsync(StartOrder order, Destination destination, CancellationToken cancellationToken) =>
        _commands.GuardAsync(async () =>
        {
            await _starts.StartAsync(order, destination, cancellationToken);
            return true;
        });

    public Task SetMaxDowntimeAsync(MigrationJob job, TimeSpan downtime, CancellationToken cancellationToken) =>
        _commands.SetMaxDowntimeAsync(job.ServerUuid, downtime, cancellationToken);

    public Task SetBandwidthAsync(MigrationJob job, long mebibytesPerSecond, CancellationToken cancellationToken) =>
        _commands.SetBandwidthAsync(job.ServerUuid, mebibytesPerSecond, cancellationToken);

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => _news.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _actions.DisposeAsync();
        await _readings.DisposeAsync();
        await _lookups.DisposeAsync();
    }
}
