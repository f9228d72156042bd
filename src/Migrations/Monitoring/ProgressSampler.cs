using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Migrations.Drivers;

namespace Migrations.Monitoring;

/// <summary>Ticks for as long as the service runs: on time, and earlier when the driver has news.</summary>
public sealed class ProgressSampler(
    Tick tick, IMigrationDriver driver, MonitoringJournal journal, IOptions<MonitoringOptions> options, TimeProvider clock)
    : BackgroundService
{
    private readonly WakeSignal _news = new(clock);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(SampleAsync(stoppingToken), ListenAsync(stoppingToken));

    private async Task SampleAsync(CancellationToken stoppingToken)
    {
        var interval = options.Value.Interval;
        while (!stoppingToken.IsCancellationRequested)
        {
            await RunOnceAsync(interval, stoppingToken);
            // A storm of events costs at most ten ticks an interval.
            await Task.Delay(interval / 10, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _news.WaitAsync(interval - interval / 10, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunOnceAsync(TimeSpan patience, CancellationToken stoppingToken)
    {
        try
        {
            await tick.RunAsync(patience, stoppingToken);
        }
        catch (Exception e)
        {
            if (!stoppingToken.IsCancellationRequested)
                journal.TickFailed(e);
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in driver.WatchAsync(stoppingToken))
                _news.Wake();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
