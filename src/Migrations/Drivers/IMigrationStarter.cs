namespace Migrations.Drivers;

/// <summary>The hypervisor of the host that servers leave, asked to begin live migrations, and to steer those that were begun so.</summary>
/// <remarks>
/// As with <see cref="IMigrationDriver"/>, calls may be slow, hang or fail; callers go through <see cref="SupervisedStarter"/>.
/// Every failure is a <see cref="StartRefusedException"/> or a <see cref="MigrationDriverException"/>; cancellation is the only
/// other exception.
/// </remarks>
public interface IMigrationStarter
{
    /// <summary>Why no migration can be started, such as a read-only connection; null when that is possible. Answers at once.</summary>
    string? CannotStart { get; }

    /// <summary>The compute hosts that servers can be sent to, in the order in which they are tried. Answers at once.</summary>
    IReadOnlyList<Destination> Destinations { get; }

    /// <summary>Checks before the queue whether the server can be migrated, and where to.</summary>
    /// <returns>The host that was asked for, or the first that is fit.</returns>
    /// <exception cref="StartRefusedException">The server or the destination is not fit.</exception>
    /// <exception cref="MigrationDriverException">The hypervisor cannot be asked.</exception>
    Task<Destination> CheckAsync(StartOrder order, CancellationToken cancellationToken);

    /// <summary>The id that the job of this order has, whether it has begun or not. Answers at once.</summary>
    string JobIdOf(StartOrder order);

    /// <summary>Begins the migration. Returns when its job can be listed or is over already; the job goes on by itself, also when this service stops.</summary>
    /// <exception cref="StartRefusedException">There is no job, and will be none: the hypervisor refuses it.</exception>
    /// <exception cref="MigrationDriverException">
    /// <see cref="DriverErrorKind.Unreachable"/>: nothing was asked. <see cref="DriverErrorKind.TimedOut"/>: there may be a job
    /// later. <see cref="DriverErrorKind.Denied"/> and <see cref="DriverErrorKind.Failed"/>: there is no job, and will be none.
    /// </exception>
    Task StartAsync(StartOrder order, Destination destination, CancellationToken cancellationToken);

    /// <summary>Sets how long the server may be paused at the end of the job.</summary>
    /// <exception cref="MigrationDriverException">As for <see cref="IMigrationDriver.AbortAsync"/>.</exception>
    Task SetMaxDowntimeAsync(MigrationJob job, TimeSpan downtime, CancellationToken cancellationToken);

    /// <summary>Limits the speed of the job.</summary>
    /// <param name="job">A running job.</param>
    /// <param name="mebibytesPerSecond">At least 1.</param>
    /// <param name="cancellationToken">Gives up waiting; the limit may still be set.</param>
    /// <exception cref="MigrationDriverException">As for <see cref="IMigrationDriver.AbortAsync"/>.</exception>
    Task SetBandwidthAsync(MigrationJob job, long mebibytesPerSecond, CancellationToken cancellationToken);
}

/// <summary>A migration that is not started, for a reason that lies with the server or the destination.</summary>
public sealed class StartRefusedException(StartRefusal refusal, Exception? inner = null) : Exception(refusal.Details, inner)
{
    public StartRefusal Refusal { get; } = refusal;
}
