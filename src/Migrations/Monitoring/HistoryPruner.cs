using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Migrations.Monitoring;

/// <summary>Deletes migrations that ended long ago, in small batches so that samples are not held up.</summary>
public sealed class HistoryPruner(
    IMigrationStore store, DepartedServers departed, MonitoringJournal journal, IOptions<MonitoringOptions> options, TimeProvider clock)
    : BackgroundService
{
    private const int Batch = 200;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromHours(1);
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var more = await PruneAsync(stoppingToken);
            await Task.Delay(more ? BetweenBatches : BetweenRounds, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> PruneAsync(CancellationToken stoppingToken)
    {
        var before = clock.GetUtcNow() - options.Value.KeepFinished;
        try
        {
            var pruned = await store.PruneAsync(before, Batch, stoppingToken);
            departed.Pruned(pruned.Servers);
            if (pruned.Count > 0)
                journal.Pruned(pruned.Count, before);
            return pruned.Count == Batch;
        }
        catch (Exception e) when (e is StoreUnavailableException || stoppingToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            journal.PruningFailed(e);
            return false;
        }
    }
}
