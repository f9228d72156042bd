using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Migrations.Drivers;

/// <summary>Puts a deadline on every call of a starter, and traces and times it, as <see cref="SupervisedDriver"/> does.</summary>
public sealed class SupervisedStarter(
    [FromKeyedServices(SupervisedDriver.Supervised)] IMigrationStarter starter,
    IOptions<DriverOptions> options, TimeProvider clock) : IMigrationStarter
{
    private readonly SupervisedCall _call = new(options.Value, clock);

    public string? CannotStart => starter.CannotStart;

    public IReadOnlyList<Destination> Destinations => starter.Destinations;

    public string JobIdOf(StartOrder order) => starter.JobIdOf(order);

    public Task<Destination> CheckAsync(StartOrder order, CancellationToken cancellationToken) =>
        _call.CommandAsync(DriverCall.CheckStart, token => starter.CheckAsync(order, token), cancellationToken);

    public Task StartAsync(StartOrder order, Destination destination, CancellationToken cancellationToken) =>
        _call.CommandAsync(DriverCall.Start, token => starter.StartAsync(order, destination, token), cancellationToken);

    public Task SetMaxDowntimeAsync(MigrationJob job, TimeSpan downtime, CancellationToken cancellationToken) =>
        _call.CommandAsync(DriverCall.SetMaxDowntime, token => starter.SetMaxDowntimeAsync(job, downtime, token), cancellationToken);

    public Task SetBandwidthAsync(MigrationJob job, long mebibytesPerSecond, CancellationToken cancellationToken) =>
        _call.CommandAsync(DriverCall.SetBandwidth, token => starter.SetBandwidthAsync(job, mebibytesPerSecond, token), cancellationToken);
}
