using Migrations.Drivers;

namespace Migrations.Convergence;

/// <summary>Whether a migration will end, when, and what it would cost to force it now; null means not known.</summary>
public sealed record Forecast
{
    private static readonly Forecast Waiting = new() { Verdict = Verdict.Waiting };
    private static readonly Forecast Unknown = new() { Verdict = Verdict.Unknown };

    public required Verdict Verdict { get; init; }

    /// <summary>When the verdict became stalled; null for every other verdict.</summary>
    public DateTimeOffset? StalledSince { get; init; }

    /// <summary>How long it will take; never negative.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>What <see cref="TimeLeft"/> is worth; null without one.</summary>
    public TimeLeftKind? TimeLeftKind { get; init; }

    /// <summary>
    /// How long a force-complete would pause the server now, at least: a server that dirties the same memory again and again
    /// does so faster than the hypervisor can tell. Null also when it would not pause the server.
    /// </summary>
    public TimeSpan? PauseNow { get; init; }

    /// <summary>The least that has remained at the beginning of a pass over memory, disks included, the first pass left out.</summary>
    public long? BestRemainingBytes { get; init; }

    /// <summary>One sentence for a person, which says all of this.</summary>
    public string Explanation => ForecastSentence.Of(this);

    /// <summary>What the hypervisor was doing; null before the first reading.</summary>
    public JobPhase? Phase { get; init; }

    /// <summary>Average speed of what is being copied, disks or memory; null while it is not known.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>How fast the server dirties memory; null while it is not known, as in the first pass over memory.</summary>
    public long? DirtyBytesPerSecond { get; init; }

    /// <inheritdoc cref="JobStats.ThrottlePercent"/>
    public int? ThrottlePercent { get; init; }

    /// <inheritdoc cref="JobStats.ForceCompleteMeans"/>
    public IReadOnlyList<ForceCompleteMeans> Means { get; init; } = [];

    /// <summary>What the judge goes on from.</summary>
    internal Course Course { get; init; }

    /// <summary>The forecast of a migration that has not been read yet.</summary>
    public static Forecast Before(MigrationStatus status) =>
        status is MigrationStatus.Accepted or MigrationStatus.Queued or MigrationStatus.Preparing ? Waiting : Unknown;
}

/// <summary>What a time that is left is worth.</summary>
public enum TimeLeftKind
{
    /// <summary>As long as the rates stay as they are.</summary>
    Estimate,

    /// <summary>Something will be added that is not known yet.</summary>
    AtLeast,
}

/// <summary>The words for it in bodies.</summary>
public static class TimeLeftKinds
{
    private static readonly string[] WireNames = ["estimate", "at_least"];

    extension(TimeLeftKind kind)
    {
        public string WireName => WireNames[(int)kind];
    }
}
