namespace Migrations.Operations;

/// <summary>A pending command, and what this run of the service remembers of it.</summary>
/// <remarks>Belongs to the loop of <see cref="CommandRunner"/>, and to a turn of the command while that is under way.</remarks>
internal sealed class PendingCommand(MigrationCommand row, TimeSpan waitedBefore, TimeProvider clock)
{
    private readonly long _since = clock.GetTimestamp();

    /// <summary>The command as it is stored.</summary>
    public MigrationCommand Row { get; set; } = row;

    /// <summary>How long it has been pending. Within one run of the service the wall clock plays no part.</summary>
    public TimeSpan Waited => waitedBefore + clock.GetElapsedTime(_since);

    /// <summary>Timestamp of its last turn; it had none while that is the minimum.</summary>
    public long TurnAt { get; set; } = long.MinValue;

    /// <summary>
    /// Timestamp at which the driver last answered or was given up, without a clear outcome; null when it has not been asked.
    /// If an earlier run asked, every look of this run is later.
    /// </summary>
    public long? AskedAt { get; set; } = row.StartedAt is null ? null : long.MinValue;

    /// <summary>An unexpected failure has been logged; it is logged once per command.</summary>
    public bool FailureIsLogged { get; set; }
}
