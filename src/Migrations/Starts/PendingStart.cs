using Migrations.Live;

namespace Migrations.Starts;

/// <summary>A migration that awaits its job, and what this run of the service remembers of it.</summary>
/// <remarks>Belongs to the loop of <see cref="StartRunner"/>, and to a turn of the migration while that is under way.</remarks>
internal sealed class PendingStart(LiveMigration live, TimeProvider clock)
{
    /// <summary>The first pass that is seen was before the wait, and the second may have begun before it.</summary>
    private const int EnoughPasses = 4;

    private static readonly TimeSpan EnoughTime = TimeSpan.FromSeconds(10);

    private long? _triedSince;
    private long? _missedSince;
    private DateTimeOffset? _lastPass;
    private int _passes;

    public long MigrationId { get; } = live.Record.Id;

    public StartOrder Order { get; } = live.Start!.Order;

    /// <summary>What the hypervisor has answered, while it is not stored; an answer that the store does not take is not lost.</summary>
    public StartAnswer? Unstored { get; set; }

    /// <summary>An unexpected failure has been logged; it is logged once per migration.</summary>
    public bool FailureIsLogged { get; set; }

    /// <summary>The hypervisor could not be asked.</summary>
    /// <returns>How long that has been so; changes of the wall clock have no effect.</returns>
    public TimeSpan TryInVain() => clock.GetElapsedTime(_triedSince ??= clock.GetTimestamp());

    /// <summary>The hypervisor has answered.</summary>
    public void Reach() => _triedSince = null;

    /// <summary>Whether the job has been missing for enough passes, and enough time. To be asked once per turn.</summary>
    /// <param name="lastPass">When the last pass was.</param>
    public bool IsOverdue(DateTimeOffset? lastPass)
    {
        _missedSince ??= clock.GetTimestamp();
        if (lastPass != _lastPass)
            (_lastPass, _passes) = (lastPass, _passes + 1);
        return _passes >= EnoughPasses && clock.GetElapsedTime(_missedSince.Value) >= EnoughTime;
    }
}

/// <summary>What an answer of the hypervisor makes of a migration.</summary>
/// <param name="Change">The migration after the answer, from the one before and the time.</param>
internal sealed record StartAnswer(Func<LiveMigration, DateTimeOffset, LiveMigration> Change)
{
    /// <summary>Whoever waits for the pre-check is told.</summary>
    public bool IsResultOfCheck { get; init; }

    /// <summary>Why the pre-check was not passed; null when it was.</summary>
    public StartRefusal? Refusal { get; init; }

    /// <summary>Nothing was asked of the hypervisor; it is tried again after a while.</summary>
    public bool IsTriedAgain { get; init; }
}
