using Migrations.Drivers;

namespace Migrations.Tests.Simulation;

/// <summary>Stands between the service and its starter, and tells the rules what is called and how that is answered.</summary>
internal sealed class StartCalls(IMigrationStarter starter, StartRules rules) : IMigrationStarter
{
    public string? CannotStart => starter.CannotStart;

    public IReadOnlyList<Destination> Destinations => starter.Destinations;

    public string JobIdOf(StartOrder order) => starter.JobIdOf(order);

    public Task<Destination> CheckAsync(StartOrder order, CancellationToken cancellationToken) => starter.CheckAsync(order, cancellationToken);

    public async Task StartAsync(StartOrder order, Destination destination, CancellationToken cancellationToken)
    {
        rules.Called(order, destination);
        try
        {
            await starter.StartAsync(order, destination, cancellationToken);
        }
        catch (MigrationDriverException e) when (e.Kind == DriverErrorKind.Unreachable)
        {
            rules.NotAsked(order);
            throw;
        }
    }

    public Task SetMaxDowntimeAsync(MigrationJob job, TimeSpan downtime, CancellationToken cancellationToken) =>
        starter.SetMaxDowntimeAsync(job, downtime, cancellationToken);

    public Task SetBandwidthAsync(MigrationJob job, long mebibytesPerSecond, CancellationToken cancellationToken) =>
        starter.SetBandwidthAsync(job, mebibytesPerSecond, cancellationToken);
}
