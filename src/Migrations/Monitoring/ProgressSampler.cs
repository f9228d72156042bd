using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Migrations.Monitoring;

/// <summary>Makes a pass per interval while the service runs, and an earlier one when the driver has news.</summary>
public sealed class ProgressSampler(
    SamplingPass pass, DriverNews news, MonitoringJournal journal, IOptions<MonitoringOptions> options, TimeProvider clock)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Value.Interval;
        while (!stoppingToken.IsCancellationRequested)
        {
            await RunOnceAsync(interval, stoppingToken);
            var ended = clock.GetTimestamp();
            await news.WaitAsync(interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // A burst of news causes at most ten passes per interval; what comes during the rest is seen by the pass after it.
            if (interval / 10 - clock.GetElapsedTime(ended) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await news.WaitAsync(TimeSpan.Zero, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunOnceAsync(TimeSpan patience, CancellationToken stoppingToken)
    {
        try
        {
            await pass.RunAsync(patience, stoppingToken);
        }
        catch (Exception e)
        {
            if (!stoppingToken.IsCancellationRequested)
                journal.TickFailed(e);
        }
    }
}
