using Microsoft.Extensions.Hosting;

namespace Migrations.Monitoring;

/// <summary>Checks whether the store can be written to, so that a loss and a return are noticed even when nothing is written.</summary>
/// <remarks>A lost store is checked each second. One that works is checked more rarely: every write notices a loss by itself.</remarks>
public sealed class StoreWatch(IMigrationStore store, StoreHealth health, TimeProvider clock) : BackgroundService
{
    private const int SecondsBetweenChecks = 5;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var second = 1; !stoppingToken.IsCancellationRequested; second++)
        {
            try
            {
                await Task.Delay(Second, clock, stoppingToken);
                if (health.LostBecause is not null || second % SecondsBetweenChecks == 0)
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
