using Microsoft.Extensions.Hosting;

namespace Migrations.Monitoring;

/// <summary>Looks once a second whether the store can be written to, so that its loss and its return are noticed also when nothing is written.</summary>
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
                // The store has noted it in its health, and says it once.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
        }
    }
}
