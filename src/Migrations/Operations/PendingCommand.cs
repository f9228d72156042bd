using System.Globalization;

namespace Migrations.Operations;

/// <summary>A pending command, and what this run of the service remembers of it.</summary>
/// <remarks>Belongs to the loop of <see cref="CommandRunner"/>, and to a turn of the command while that is under way.</remarks>
internal sealed class PendingCommand(MigrationCommand row, TimeSpan waitedBefore, TimeProvider clock)
{
    private readonly long _since = clock.GetTimestamp();
    private int _tries;
    private int _triesSaid;
    private DateTimeOffset _firstTry;
    private DateTimeOffset _lastTry;

    /// <summary>The command as it is stored.</summary>
    public MigrationCommand Row { get; set; } = row;

    /// <summary>How long it has been pending. Within one run of the service, changes of the wall clock have no effect.</summary>
    public TimeSpan Waited => waitedBefore + clock.GetElapsedTime(_since);

    /// <summary>Timestamp of its last turn; the minimum before its first turn.</summary>
    public long TurnAt { get; set; } = long.MinValue;

    /// <summary>
    /// Timestamp at which the driver last answered or was given up, without a clear outcome; null when it has not been asked.
    /// If an earlier run asked, every pass of this run is later.
    /// </summary>
    public long? AskedAt { get; set; } = row.StartedAt is null ? null : long.MinValue;

    /// <summary>An unexpected failure has been logged; it is logged once per command.</summary>
    public bool FailureIsLogged { get; set; }

    /// <summary>Why it waits, as stored by this run; null before.</summary>
    public string? Because { get; private set; }

    /// <summary>How often and when this run has asked the driver, as the beginning of a reason; empty when it has not.</summary>
    public string Tried => _tries switch
    {
        0 => "",
        1 => string.Create(CultureInfo.InvariantCulture, $"Tried at {_lastTry:HH:mm:ss} UTC: "),
        _ => string.Create(CultureInfo.InvariantCulture, $"Tried {_tries} times from {_firstTry:HH:mm:ss} to {_lastTry:HH:mm:ss} UTC: "),
    };

    /// <summary>The driver is asked.</summary>
    public void Try(DateTimeOffset now)
    {
        if (_tries++ == 0)
            _firstTry = now;
        _lastTry = now;
    }

    /// <summary>Whether the reason is stored already. The number of tries is stored again when it has doubled, because each time costs a write.</summary>
    public bool IsSaid(string reason) => Because == reason && _tries < 2 * _triesSaid;

    /// <summary>The reason has been stored.</summary>
    public void Said(string reason) => (Because, _triesSaid) = (reason, Math.Max(1, _tries));
}
