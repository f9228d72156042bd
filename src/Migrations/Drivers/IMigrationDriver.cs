namespace Migrations.Drivers;

/// <summary>The hypervisor of the host that servers leave: its servers, its outgoing live migrations, and two commands.</summary>
/// <remarks>
/// Calls may be slow, hang or fail at any time; callers go through <see cref="SupervisedDriver"/>, which puts a deadline
/// on each, except on the wait for news. A command that was given up may still be carried out later. Every failure is a
/// <see cref="MigrationDriverException"/>; cancellation is the only other exception.
/// </remarks>
public interface IMigrationDriver
{
    /// <summary>Whether commands can be carried out at all. Answers at once, without the hypervisor.</summary>
    DriverCapabilities Capabilities { get; }

    /// <summary>The servers that the hypervisor knows, without their task state.</summary>
    /// <exception cref="MigrationDriverException">The hypervisor cannot be reached or does not answer in time.</exception>
    Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken);

    /// <summary>The outgoing live migrations that wait, run or are being finished now; at most one per server.</summary>
    /// <remarks>Once listed, a job is listed until it is over. One that somebody else has begun may be listed some calls late.</remarks>
    /// <exception cref="MigrationDriverException">The hypervisor cannot be reached or does not answer in time.</exception>
    Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken);

    /// <summary>One reading of a job.</summary>
    /// <exception cref="MigrationDriverException"><see cref="DriverErrorKind.NoSuchJob"/> when the job has ended, or any other kind but <see cref="DriverErrorKind.Refused"/>.</exception>
    Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken);

    /// <summary>How a job that is no longer listed ended, as far as the hypervisor tells.</summary>
    /// <param name="serverUuid">The server that the job belonged to.</param>
    /// <param name="jobId">The job's <see cref="MigrationJob.Id"/>.</param>
    /// <exception cref="MigrationDriverException"><see cref="DriverErrorKind.NotYet"/> when the job has not ended, or the hypervisor cannot be asked.</exception>
    Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken);

    /// <summary>Ends a job, leaving the server running here. Asking again while it is ending does no harm.</summary>
    /// <exception cref="MigrationDriverException"><see cref="DriverErrorKind.NoSuchJob"/>, <see cref="DriverErrorKind.NotYet"/> when only the end tells whether it came in time, <see cref="DriverErrorKind.Refused"/> in post-copy, <see cref="DriverErrorKind.Denied"/>, or the hypervisor cannot be asked.</exception>
    Task AbortAsync(MigrationJob job, CancellationToken cancellationToken);

    /// <summary>Makes a job complete, by the means that the job allows: the server then runs at the destination.</summary>
    /// <returns>The means used.</returns>
    /// <exception cref="MigrationDriverException">As for <see cref="AbortAsync"/>; <see cref="DriverErrorKind.NotYet"/> while it must be tried again later, as during storage copy.</exception>
    Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken);

    /// <summary>
    /// Returns when a job, a server or the connection may have changed since the last wait: at once, if it changed before
    /// this one began. Only one caller waits at a time. News that is lost or repeated does no harm, because callers poll too.
    /// </summary>
    /// <exception cref="MigrationDriverException">The driver cannot report news now; callers go on polling.</exception>
    Task WaitForNewsAsync(CancellationToken cancellationToken);
}
