using System.Diagnostics.Metrics;

namespace Migrations.Live;

/// <summary>Gauges of the migrations in progress, read from the snapshot on request. Created only when metrics are exported.</summary>
/// <remarks>A series for each migration ends with it, so there are only as many as migrations in progress.</remarks>
public sealed class MigrationGauges : IDisposable
{
    private readonly Meter _meter = new(Metrics.Name);
    private readonly LiveMigrations _live;

    public MigrationGauges(LiveMigrations live)
    {
        _live = live;
        _meter.CreateObservableGauge("migrations.in_progress", CountByStatus, "{migration}", "Migrations in progress.");
        _meter.CreateObservableGauge("migrations.judged", CountByVerdict, "{migration}", "Migrations in progress, by verdict.");
        Create("migrations.progress.ratio", "1", "Share of memory and disks that has been copied; it never falls.",
            migration => migration.Record.Progress.Percent / 100.0);
        Create("migrations.remaining", "By", "Memory and disks that are still to be copied.",
            migration => migration.Record.Progress is { Memory.RemainingBytes: { } memory } progress
                ? (double)memory + (progress.Disk.RemainingBytes ?? 0)
                : null);
        Create("migrations.rate", "By/s", "Speed of the copy of memory and disks.",
            migration => migration.Numbers is { MemoryBytesPerSecond: { } memory } numbers
                ? (double)memory + (numbers.DiskBytesPerSecond ?? 0)
                : migration.Numbers.DiskBytesPerSecond);
        Create("migrations.dirty_rate", "By/s", "How fast the server changes its memory.",
            migration => migration.Numbers.DirtyBytesPerSecond);
    }

    public void Dispose() => _meter.Dispose();

    private void Create(string name, string unit, string description, Func<LiveMigration, double?> read) =>
        _meter.CreateObservableGauge(name, () =>
            from migration in _live.Current.Migrations
            where migration.Record.Status.IsInProgress
            let value = read(migration)
            where value is not null
            select new Measurement<double>(value.Value,
                Metrics.Label("migration", migration.Record.Id), Metrics.Label("server", migration.Record.ServerUuid)), unit, description);

    private IEnumerable<Measurement<long>> CountByVerdict()
    {
        var counts = new long[Verdicts.All.Count];
        foreach (var live in _live.Current.Migrations)
            if (live.Record.Status.IsInProgress)
                counts[(int)live.Forecast.Verdict]++;
        return Verdicts.All.Select(verdict => new Measurement<long>(counts[(int)verdict], Metrics.Label("verdict", verdict.WireName)));
    }

    private IEnumerable<Measurement<long>> CountByStatus()
    {
        var snapshot = _live.Current;
        return from status in MigrationStatuses.All
               where status.IsInProgress
               select new Measurement<long>(
                   snapshot.Migrations.LongCount(live => live.Record.Status == status), Metrics.Label("status", status.WireName));
    }
}
