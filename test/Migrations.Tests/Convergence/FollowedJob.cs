using Migrations.Convergence;
using Migrations.Drivers;

namespace Migrations.Tests.Convergence;

/// <summary>A job whose readings are judged as the monitor does it.</summary>
internal sealed class FollowedJob
{
    private JobStats? _earlier;

    public Forecast Forecast { get; private set; } = Forecast.Before(MigrationStatus.Running);

    public MigrationProgress Progress { get; private set; } = MigrationProgress.None;

    public Forecast Read(JobStats stats)
    {
        Progress = Progress.Advance(stats.Memory, stats.Disk, stats.SetupTime, stats.Downtime, stats.ServerMemoryBytes);
        Forecast = Given.Judge.Judge(Forecast, _earlier, stats, Given.Now + (stats.Elapsed ?? TimeSpan.Zero));
        _earlier = stats;
        return Forecast;
    }
}
