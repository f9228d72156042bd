using System.Diagnostics.Metrics;

namespace Migrations.Live;

/// <summary>The one meter of this service.</summary>
public sealed class MigrationsTelemetry : IDisposable
{
    /// <summary>Name of the meter, to subscribe to.</summary>
    public const string Name = "Migrations";

    /// <summary>From a millisecond to a minute; the default boundaries of OpenTelemetry are for milliseconds.</summary>
    private static readonly InstrumentAdvice<double> Boundaries = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _tickSeconds;
    private readonly Histogram<double> _downtimeSeconds;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _missedSamples;

    public MigrationsTelemetry(LiveMigrations live)
    {
        _tickSeconds = _meter.CreateHistogram<double>("migrations.tick.duration", "s", "Length of one sampling tick.",
            advice: Boundaries);
        _downtimeSeconds = _meter.CreateHistogram<double>("migrations.downtime", "s",
            "How long a completed migration paused its server.", advice: Boundaries);
        _ended = _meter.CreateCounter<long>("migrations.ended", "{migration}", "Migrations that became final.");
        _commands = _meter.CreateCounter<long>("migrations.commands", "{command}", "Commands that were settled.");
        _missedSamples = _meter.CreateCounter<long>("migrations.samples.missed", "{sample}", "Readings that failed or came late.");
        _meter.CreateObservableGauge("migrations.in_progress", () => CountByStatus(live.Current), "{migration}",
            "Migrations in progress.");
    }

    public void TickTook(TimeSpan duration) => _tickSeconds.Record(duration.TotalSeconds);

    public void MigrationEnded(Migration migration)
    {
        _ended.Add(1, new KeyValuePair<string, object?>("status", migration.Status.WireName));
        if (migration.Progress.Downtime is { } downtime)
            _downtimeSeconds.Record(downtime.TotalSeconds);
    }

    public void SampleMissed() => _missedSamples.Add(1);

    public void CommandSettled(CommandKind kind, CommandOutcome outcome) => _commands.Add(1,
        new KeyValuePair<string, object?>("command", kind.WireName),
        new KeyValuePair<string, object?>("outcome", outcome.WireName));

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> CountByStatus(LiveSnapshot snapshot) =>
        from status in MigrationStatuses.All
        where status.IsInProgress
        select new Measurement<long>(
            snapshot.Migrations.LongCount(live => live.Record.Status == status),
            new KeyValuePair<string, object?>("status", status.WireName));
}
