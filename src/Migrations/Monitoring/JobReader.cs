using Migrations.Drivers;

namespace Migrations.Monitoring;

/// <summary>Reads all jobs at once; one slow server never delays another. Used by one loop only.</summary>
internal sealed class JobReader(IMigrationDriver driver, MonitoringJournal journal)
{
    private readonly Readings<string, MigrationJob, JobStats> _readings = new(driver.GetStatsAsync);
    private readonly HashSet<string> _defective = [];

    /// <inheritdoc cref="Readings{TKey,TSubject,T}.Awaited"/>
    public IEnumerable<Task> Awaited => _readings.Awaited;

    public void Start(IReadOnlyList<MigrationJob> jobs, CancellationToken cancellationToken)
    {
        foreach (var job in jobs)
            _readings.Start(job.Id, job, cancellationToken);
    }

    /// <summary>What there is by now; a reading that is late, or has failed in whatever way, is a miss of its job only.</summary>
    public IReadOnlyList<JobReading> Take(IReadOnlyList<MigrationJob> jobs)
    {
        var taken = jobs.Select(job => new JobReading(job, StatsOf(job))).ToList();
        var ids = jobs.Select(job => job.Id).ToHashSet();
        _readings.Keep(ids.Contains);
        _defective.IntersectWith(ids);
        return taken;
    }

    private JobStats? StatsOf(MigrationJob job)
    {
        var reading = _readings.Take(job.Id);
        if (reading?.Exception?.InnerException is { } failure and not MigrationDriverException && _defective.Add(job.Id))
            journal.ReadingFailed(job, failure);
        if (reading?.IsCompletedSuccessfully != true)
            return null;
        _defective.Remove(job.Id);
        return reading.Result;
    }
}
