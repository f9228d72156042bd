using Migrations.Drivers;

namespace Migrations.Monitoring;

/// <summary>Finds out how jobs that have disappeared ended. Used by one loop only.</summary>
/// <remarks>
/// A failed reading is repeated at growing intervals. The log has the failure once, and the success after it. An end that was read
/// is kept until its migration has ended, so that a failed commit loses nothing.
/// </remarks>
internal sealed class EndReader(IMigrationDriver driver, MonitoringJournal journal, TimeProvider clock)
{
    private readonly Readings<long, Migration, JobEnd> _readings = new((migration, cancellationToken) =>
        driver.GetEndAsync(migration.ServerUuid, migration.JobId ?? "", cancellationToken));

    private readonly Dictionary<long, Failure> _failures = [];
    private readonly Dictionary<long, JobEnd> _ends = [];

    /// <inheritdoc cref="Readings{TKey,TSubject,T}.Awaited"/>
    public IEnumerable<Task> Awaited => _readings.Awaited;

    public void Start(IReadOnlyList<Migration> over, CancellationToken cancellationToken)
    {
        foreach (var migration in over)
            if (!_ends.ContainsKey(migration.Id) && !IsPausing(migration.Id))
                _readings.Start(migration.Id, migration, cancellationToken);
    }

    /// <summary>Why ends could not be read, by migration id.</summary>
    public IReadOnlyDictionary<long, string> Unreadable => _failures.ToDictionary(
        failure => failure.Key, failure => $"How it ended cannot be read: {failure.Value.Reason}");

    /// <summary>The ends that are known by now, by migration id.</summary>
    /// <param name="over">Every migration whose job is gone; all others are forgotten.</param>
    public IReadOnlyDictionary<long, JobEnd> Take(IReadOnlyList<Migration> over)
    {
        foreach (var migration in over)
            if (_readings.Take(migration.Id) is { } reading)
                Note(migration, reading);

        var ids = over.Select(migration => migration.Id).ToHashSet();
        _readings.Keep(ids.Contains);
        foreach (var id in _failures.Keys.Concat(_ends.Keys).Where(id => !ids.Contains(id)).ToList())
        {
            _failures.Remove(id);
            _ends.Remove(id);
        }
        return new Dictionary<long, JobEnd>(_ends);
    }

    private bool IsPausing(long id) =>
        _failures.TryGetValue(id, out var failure) && clock.GetElapsedTime(failure.At) < failure.Pause;

    private void Note(Migration migration, Task<JobEnd> reading)
    {
        if (reading.IsCompletedSuccessfully)
        {
            _ends[migration.Id] = reading.Result;
            if (_failures.Remove(migration.Id))
                journal.EndReadable(migration);
            return;
        }
        var before = _failures.GetValueOrDefault(migration.Id);
        var failure = reading.Exception?.InnerException;
        _failures[migration.Id] = new Failure(clock.GetTimestamp(),
            GrowingPause.OfRetries.After(before?.Pause ?? TimeSpan.Zero), failure?.Message ?? "It was given up.");
        if (before is null)
            journal.EndUnreadable(migration, failure);
    }

    private sealed record Failure(long At, TimeSpan Pause, string Reason);
}
