namespace Migrations.Drivers;

/// <summary>Stands in for the starter of a driver that can watch and steer migrations, and begin none.</summary>
internal sealed class NoStarter : IMigrationStarter
{
    private const string Reason = "the driver cannot begin migrations";

    public string CannotStart => Reason;

    public IReadOnlyList<Destination> Destinations => [];

    public string JobIdOf(StartOrder order) => MigrationJob.IdWithoutName(order.ServerUuid);

    public Task<Destination> CheckAsync(StartOrder order, CancellationToken cancellationToken) => throw Denied();

    public Task StartAsync(StartOrder order, Destination destination, CancellationToken cancellationToken) => throw Denied();

    public Task SetMaxDowntimeAsync(MigrationJob job, TimeSpan downtime, CancellationToken cancellationToken) => throw Denied();

    public Task SetBandwidthAsync(MigrationJob job, long mebibytesPerSecond, CancellationToken cancellationToken) => throw Denied();

    private static MigrationDriverException Denied() => new(DriverErrorKind.Denied, Reason);
}
