using Migrations.Decisions;
using Migrations.Drivers;

namespace Migrations.Monitoring;

/// <summary>Reads all jobs at once; one slow server never delays another. Used by one loop only.</summary>
internal sealed class StatsReader(IMigrationDriver driver, MonitoringJournal journal)
{
    private readonly Readings<string, Look, ObservedJob> _readings = new(async (look, cancellationToken) =>
        new ObservedJob(look.Job, await driver.GetStatsAsync(look.Job, cancellationToken), look.At));

    private readonly HashSet<string> _failing = [];

    /// <inheritdoc cref="Readings{TKey,TSubject,T}.Awaited"/>
    public IEnumerable<Task> Awaited => _readings.Awaited;

    /// <param name="lookedAt">Timestamp of the tick; a reading keeps that of the tick which began it.</param>
    public void Start(IReadOnlyList<MigrationJob> jobs, long lookedAt, CancellationToken cancellationToken)
    {
        foreach (var job in jobs)
            _readings.Start(job.Id, new Look(job, lookedAt), cancellationToken);
    }

    /// <summary>The results so far. A reading that is late or has failed is a miss of its job only.</summary>
    public IReadOnlyList<ObservedJob> Take(IReadOnlyList<MigrationJob> jobs)
    {
        var taken = jobs.Select(job => ReadingOf(job) with { Job = job }).ToList();
        var ids = jobs.Select(job => job.Id).ToHashSet();
        _readings.Keep(ids.Contains);
        _failing.IntersectWith(ids);
        return taken;
    }

    /// <remarks>That a job has ended since it was listed is no failure: the next tick finds out how.</remarks>
    private ObservedJob ReadingOf(MigrationJob job)
    {
        var reading = _readings.Take(job.Id);
        if (reading?.IsCompletedSuccessfully == true)
        {
            if (_failing.Remove(job.Id))
                journal.JobReadable(job);
            return reading.Result;
        }
        var failure = reading?.Exception?.InnerException;
        if (failure is null or MigrationDriverException { Kind: DriverErrorKind.NoSuchJob })
            return new ObservedJob(job);
        if (_failing.Add(job.Id))
            journal.JobUnreadable(job, failure);
        return new ObservedJob(job, Failure: failure.Message);
    }

    private sealed record Look(MigrationJob Job, long At);
}
