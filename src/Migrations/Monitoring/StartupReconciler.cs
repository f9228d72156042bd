using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Migrations.Live;

namespace Migrations.Monitoring;

/// <summary>
/// Loads the stored migrations and makes the first pass, before requests are answered and commands are carried out. Migrations
/// that still run keep their ids. Where a job has vanished, the server's location decides how it ended. Nothing is aborted.
/// </summary>
public sealed class StartupReconciler(
    LiveMigrations live, SamplingPass pass, MonitoringJournal journal, IOptions<MonitoringOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        live.Load();
        var found = live.Current.Migrations.Select(known => known.Record.Id).ToHashSet();
        await pass.RunAsync(options.Value.Interval, cancellationToken);
        if (found.Count > 0)
            journal.Reconciled(found.Count, live.Current.Migrations.Count(known => found.Contains(known.Record.Id)));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
