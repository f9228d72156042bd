namespace Migrations.Drivers;

/// <summary>A hypervisor, seen from the host that servers leave: its servers, its outgoing live migrations, and two commands.</summary>
/// <remarks>
/// Calls may be slow, hang or fail at any time; callers go through <see cref="SupervisedDriver"/>, which puts a deadline
/// on each, except on the wait for news. A call that was given up may still be carried out later. Every failure is a
/// <see cref="MigrationDriverException"/>; cancellation is the only other exception.
/// </remarks>
public interface IMigrationDriver
{
    /// <summary>Which commands can be carried out at all; answers at once, without the hypervisor.</summary>
    DriverCapabilities Capabilities { get; }

    /// <summary>The servers that the hypervisor knows, without their task state.</summary>
    Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken);

    /// <summary>The outgoing live migrations that wait, run or are being finished now; never more than one a server.</summary>
    Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken);

    /// <summary>One reading of a job. <see cref="DriverErrorKind.NoSuchJob"/> when it has ended.</summary>
    Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken);

    /// <summary>What can be known of how a job, which is no longer listed, has ended.</summary>
    /// <param name="serverUuid">The server that the job belonged to.</param>
    /// <param name="jobId">The job's <see cref="MigrationJob.Id"/>.</param>
    Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken);

    /// <summary>Ends a job, leaving the server running here. Asking again while it is ending does no harm.</summary>
    Task AbortAsync(MigrationJob job, CancellationToken cancellationToken);

    /// <summary>Makes a job end with the server at the destination, by the means that the job allows.</summary>
    /// <remarks><see cref="DriverErrorKind.NotYet"/> while it must be tried again later, as during storage copy.</remarks>
    /// <returns>The means used.</returns>
    Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken);

    /// <summary>
    /// Returns when a job, a server or the connection may have changed since the last wait: at once, if it changed before
    /// this one began. Only one caller waits at a time. News that are lost or repeated do no harm, because callers poll too.
    /// </summary>
    Task WaitForNewsAsync(CancellationToken cancellationToken);
}
