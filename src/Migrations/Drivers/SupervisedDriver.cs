using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Migrations.Drivers;

/// <summary>Puts a deadline on every call of a driver except the wait for news, and traces and times it.</summary>
public sealed class SupervisedDriver(
    [FromKeyedServices(SupervisedDriver.Supervised)] IMigrationDriver driver,
    IOptions<DriverOptions> options, TimeProvider clock) : IMigrationDriver
{
    /// <summary>The key under which the host's driver is registered, so that only this class calls it.</summary>
    public const string Supervised = "supervised";

    private readonly SupervisedCall _call = new(options.Value, clock);

    public DriverCapabilities Capabilities => driver.Capabilities;

    public Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken) =>
        _call.ReadAsync(DriverCall.ListServers, driver.ListServersAsync, cancellationToken);

    public Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken) =>
        _call.ReadAsync(DriverCall.ListJobs, driver.ListJobsAsync, cancellationToken);

    public Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _call.ReadAsync(DriverCall.GetStats, token => driver.GetStatsAsync(job, token), cancellationToken);

    public Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken) =>
        _call.ReadAsync(DriverCall.GetEnd, token => driver.GetEndAsync(serverUuid, jobId, token), cancellationToken);

    public Task AbortAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _call.CommandAsync(DriverCall.Abort, token => driver.AbortAsync(job, token), cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _call.CommandAsync(DriverCall.ForceComplete, token => driver.ForceCompleteAsync(job, token), cancellationToken);

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => driver.WaitForNewsAsync(cancellationToken);
}
