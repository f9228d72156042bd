using System.Globalization;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Settings;

namespace Migrations.Endings;

/// <summary>How one migration is brought to an end: what is done to it, and when. Pure.</summary>
/// <remarks>The formulas are Nova's (nova/virt/libvirt/migration.py, downtime_steps; driver.py, _live_migration_data_gb).</remarks>
public sealed record EndingPolicy
{
    private const double BytesPerGibibyte = 1L << 30;
    private const double LeastGibibytes = 2;

    /// <summary>The time from the beginning of the job after which it is ended; null for as long as it takes.</summary>
    public required TimeSpan? Deadline { get; init; }

    /// <summary>Where the deadline comes from: the setting with its value, or who has set it.</summary>
    public required string DeadlineBecause { get; init; }

    /// <summary>What is done after the deadline.</summary>
    public required CommandKind Action { get; init; }

    /// <summary>The pauses that are allowed one after the other; at least one.</summary>
    public required IReadOnlyList<DowntimeStep> Steps { get; init; }

    /// <summary>Maximum speed of the copy; null for none.</summary>
    public long? MebibytesPerSecond { get; init; }

    /// <summary>The policy that is in force for a migration.</summary>
    /// <returns>Null when this service has not started it, or does not know yet how much memory it copies.</returns>
    public static EndingPolicy? Of(LiveMigration live, EndingOptions options) =>
        live.Start is { } start && (live.Stats?.ServerMemoryBytes ?? live.Record.Progress.Memory.TotalBytes) is > 0 and var memory
            ? Of(options, start.Terms, Gibibytes(memory, live.Record.Progress.Disk.TotalBytes ?? 0))
            : null;

    /// <summary>What is copied, as Nova reckons it. The hypervisor reports all disks together, so they count as one.</summary>
    public static double Gibibytes(long memoryBytes, long diskBytes) =>
        AtLeast(memoryBytes) + (diskBytes > 0 ? AtLeast(diskBytes) : 0);

    public static EndingPolicy Of(EndingOptions options, EndingTerms terms, double gibibytes)
    {
        var timeout = Seconds(options.CompletionTimeout, gibibytes);
        var deadline = terms.Deadline ?? timeout;
        return new EndingPolicy
        {
            Deadline = deadline > TimeSpan.Zero ? deadline : null,
            DeadlineBecause = terms.Deadline is { } set
                ? $"the deadline of {Duration.Format(set)} that was set for it"
                : $"{EndingOptions.Section}:{nameof(options.CompletionTimeout)} {PerGibibyte(options.CompletionTimeout, gibibytes)}",
            Action = terms.Action ?? CommandKinds.FromWireName(options.TimeoutAction)!.Value,
            Steps = terms.MaxDowntime is { } downtime
                ? [new DowntimeStep(TimeSpan.Zero, downtime, "it was set for this migration")]
                : StepsOf(options, gibibytes),
            MebibytesPerSecond = terms.MebibytesPerSecond,
        };
    }

    /// <summary>What is due now. A command is due from the deadline on, so it is for the caller to give it once.</summary>
    /// <param name="elapsed">Time since the job began, by its own clock.</param>
    /// <param name="phase">How far it is.</param>
    /// <param name="verdict">Nothing that is certain to end is ended.</param>
    public EndingStep Next(TimeSpan elapsed, JobPhase phase, Verdict verdict) => new(
        phase is JobPhase.Storage or JobPhase.PreCopy ? Steps.LastOrDefault(step => elapsed >= step.At) : null,
        elapsed >= Deadline && CanBeEnded(phase) && verdict is not (Verdict.Certain or Verdict.Ending) ? Action : null);

    /// <summary>Why it is ended, once that is due.</summary>
    public string EndBecause => $"{DeadlineBecause} passed";

    /// <remarks>A force-complete waits until memory is being copied; nothing before can be forced.</remarks>
    private bool CanBeEnded(JobPhase phase) =>
        phase == JobPhase.PreCopy || (Action == CommandKind.Abort && phase is JobPhase.Preparing or JobPhase.Storage);

    private static IReadOnlyList<DowntimeStep> StepsOf(EndingOptions options, double gibibytes)
    {
        var delay = Seconds(options.DowntimeDelay, gibibytes);
        var most = (int)options.MaxDowntime.TotalMilliseconds;
        var first = most / options.DowntimeSteps;
        var rise = (most - first) / (double)options.DowntimeSteps;
        var because = $"{EndingOptions.Section}:{nameof(options.MaxDowntime)} {Duration.Format(options.MaxDowntime)} "
            + $"in {nameof(options.DowntimeSteps)} {options.DowntimeSteps} of {nameof(options.DowntimeDelay)} {PerGibibyte(options.DowntimeDelay, gibibytes)}";
        return
        [
            .. Enumerable.Range(0, options.DowntimeSteps + 1).Select(i =>
                new DowntimeStep(delay * i, TimeSpan.FromMilliseconds((int)(first + rise * i)), because)),
        ];
    }

    private static double AtLeast(long bytes) => Math.Max(LeastGibibytes, bytes / BytesPerGibibyte);

    private static TimeSpan Seconds(TimeSpan perGibibyte, double gibibytes) =>
        TimeSpan.FromSeconds(Math.Floor(perGibibyte.TotalSeconds * gibibytes));

    private static string PerGibibyte(TimeSpan time, double gibibytes) => string.Create(CultureInfo.InvariantCulture,
        $"{Duration.Format(time)} per GiB x {gibibytes:0.##} GiB = {Seconds(time, gibibytes).TotalSeconds}s");
}

/// <summary>An allowed pause of the server.</summary>
/// <param name="At">When it is allowed, from the beginning of the job.</param>
/// <param name="Downtime">How long the pause may be.</param>
/// <param name="Because">The settings that say so, with their values, or that it was set for the migration.</param>
public sealed record DowntimeStep(TimeSpan At, TimeSpan Downtime, string Because);

/// <summary>What is due now.</summary>
/// <param name="Downtime">The allowed pause; null while there is nothing to allow.</param>
/// <param name="End">The command that ends the migration; null while it is not due.</param>
public sealed record EndingStep(DowntimeStep? Downtime, CommandKind? End);
