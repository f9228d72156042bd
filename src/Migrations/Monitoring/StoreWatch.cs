using Microsoft.Extensions.Hosting;

namespace Migrations.Monitoring;

/// <summary>Checks once per second whether the store can be written to, so that a loss and a return are noticed even when nothing is written.</summary>
public sealed class StoreWatch(IMigrationStore store, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, clock, stoppingToken);
                await store.CheckAsync(stoppingToken);
            }
            catch (StoreUnavailableException)
            {
                // The store has recorded this in its health, and logs it once.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
        }
    }
}
