using Migrations.Drivers;

namespace Migrations.Monitoring;

/// <summary>Reads all jobs at once; one slow server never delays another.</summary>
/// <remarks>
/// A reading that is late is left running and counts as missed; no second one is started for that server meanwhile, and
/// its answer is used by the tick that finds it finished. Used by one loop only.
/// </remarks>
internal sealed class JobReader(IMigrationDriver driver, TimeProvider clock)
{
    private readonly Dictionary<string, Task<JobStats>> _underWay = [];

    /// <summary>Reads the jobs, waiting no longer than <paramref name="patience"/>.</summary>
    public async Task<IReadOnlyList<JobReading>> ReadAsync(
        IReadOnlyList<MigrationJob> jobs, TimeSpan patience, CancellationToken cancellationToken)
    {
        foreach (var job in jobs)
            if (!_underWay.ContainsKey(job.Id))
                _underWay[job.Id] = driver.GetStatsAsync(job, cancellationToken);
        await AllOrAsync(patience, cancellationToken);

        var readings = jobs.Select(job => new JobReading(job, ReadingOf(job))).ToList();
        foreach (var (id, _) in _underWay.Where(entry => entry.Value.IsCompleted).ToList())
            _underWay.Remove(id);
        return readings;
    }

    private async Task AllOrAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var all = Task.WhenAll(_underWay.Values);
        if (!all.IsCompleted)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(all, Task.Delay(patience, clock, enough.Token));
            await enough.CancelAsync();
        }
        cancellationToken.ThrowIfCancellationRequested();
        _ = all.ContinueWith(static failed => failed.Exception, TaskScheduler.Default);
    }

    private JobStats? ReadingOf(MigrationJob job)
    {
        var task = _underWay[job.Id];
        if (task.IsFaulted && task.Exception.InnerException is not MigrationDriverException)
            throw task.Exception.InnerException!;
        return task.IsCompletedSuccessfully ? task.Result : null;
    }
}
