using System.Diagnostics.Metrics;

namespace Migrations.Live;

/// <summary>Counts and times what happens to migrations and commands.</summary>
/// <remarks>
/// The counts are kept here and read on request, zeros included: a series that begins with its first event would
/// show no increase to an alert.
/// </remarks>
public sealed class MigrationsTelemetry : IDisposable
{
    private static readonly MigrationStatus[] Results = [.. MigrationStatuses.All.Where(status => status.IsFinal)];

    private static readonly CommandOutcome[] Outcomes =
        [.. Enum.GetValues<CommandOutcome>().Where(outcome => outcome != CommandOutcome.Pending)];

    private readonly Meter _meter = new(Metrics.Name);
    private readonly Histogram<double> _sampleSeconds;
    private readonly Histogram<double> _lateSeconds;
    private readonly Histogram<double> _durationSeconds;
    private readonly Histogram<double> _downtimeSeconds;
    private readonly long[] _ended = new long[MigrationStatuses.All.Count];
    private readonly long[,] _commands = new long[Enum.GetValues<CommandKind>().Length, Enum.GetValues<CommandOutcome>().Length];
    private long _missedSamples;
    private long _postCopiesBroken;
    private long _stalls;

    public MigrationsTelemetry()
    {
        _sampleSeconds = _meter.CreateHistogram("migrations.sample.duration", "s",
            "How long a sampling pass took, storing included.", advice: Metrics.Moments);
        _lateSeconds = _meter.CreateHistogram("migrations.sample.lateness", "s",
            "How late a sampling pass began.", advice: Metrics.Moments);
        _durationSeconds = _meter.CreateHistogram("migrations.duration", "s",
            "How long migrations took, from when they were first seen to their end.", advice: Metrics.Hours);
        _downtimeSeconds = _meter.CreateHistogram("migrations.downtime", "s",
            "How long completed migrations paused their servers.", advice: Metrics.Moments);
        _meter.CreateObservableCounter("migrations.ended", () => Results.Select(
            status => new Measurement<long>(Interlocked.Read(ref _ended[(int)status]), StatusLabel(status))),
            "{migration}", "Migrations that ended, by final status.");
        _meter.CreateObservableCounter("migrations.post_copy.broken", () => Interlocked.Read(ref _postCopiesBroken),
            "{migration}", "Migrations whose post-copy lost its connection, or was last seen in post-copy and ended in error.");
        _meter.CreateObservableCounter("migrations.stalls", () => Interlocked.Read(ref _stalls),
            "{stall}", "Times that a migration in progress was judged stalled.");
        _meter.CreateObservableCounter("migrations.commands.settled", () =>
            from kind in Enum.GetValues<CommandKind>()
            from outcome in Outcomes
            select new Measurement<long>(Interlocked.Read(ref _commands[(int)kind, (int)outcome]),
                Metrics.Label("command", kind.WireName), Metrics.Label("outcome", outcome.WireName)),
            "{command}", "Commands that were settled, by outcome.");
        _meter.CreateObservableCounter("migrations.samples.missed", () => Interlocked.Read(ref _missedSamples),
            "{sample}", "Readings of a migration that failed or came late.");
    }

    /// <summary>Notes one look at the hypervisor.</summary>
    /// <param name="late">How much later than it should it began; null when there was none before.</param>
    public void Sampled(TimeSpan duration, TimeSpan? late)
    {
        _sampleSeconds.Record(duration.TotalSeconds);
        if (late is { } by)
            _lateSeconds.Record(Math.Max(0, by.TotalSeconds));
    }

    /// <param name="inPostCopy">Whether it was in post-copy when it was last seen.</param>
    public void MigrationEnded(Migration migration, bool inPostCopy)
    {
        Interlocked.Increment(ref _ended[(int)migration.Status]);
        if (inPostCopy && migration.Status == MigrationStatus.Error)
            Interlocked.Increment(ref _postCopiesBroken);
        // A wall clock that was set back while it ran.
        if (migration.EndedAt - migration.CreatedAt is { Ticks: >= 0 } duration)
            _durationSeconds.Record(duration.TotalSeconds, StatusLabel(migration.Status));
        if (migration.Progress.Downtime is { } downtime)
            _downtimeSeconds.Record(downtime.TotalSeconds);
    }

    public void Stalled() => Interlocked.Increment(ref _stalls);

    public void SampleMissed() => Interlocked.Increment(ref _missedSamples);

    public void CommandSettled(CommandKind kind, CommandOutcome outcome) =>
        Interlocked.Increment(ref _commands[(int)kind, (int)outcome]);

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> StatusLabel(MigrationStatus status) => Metrics.Label("status", status.WireName);
}
