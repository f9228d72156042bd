using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Monitoring;

namespace Migrations.Operations;

/// <summary>Sees every accepted command through: at once, one at a time per migration, also after a restart.</summary>
public sealed partial class CommandRunner(
    ICommandStore commands, CommandExecution execution, CommandSignal signal,
    IOptions<MonitoringOptions> options, ILogger<CommandRunner> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<long, Task> _running = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = StartPending(stoppingToken) ? options.Value.Interval : Timeout.InfiniteTimeSpan;
            await signal.WaitAsync(wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Starts a turn for every migration that has pending commands and no turn under way.</summary>
    /// <returns>Whether anything is pending.</returns>
    private bool StartPending(CancellationToken stoppingToken)
    {
        try
        {
            var pending = commands.Pending();
            foreach (var command in pending.DistinctBy(command => command.MigrationId))
                _running.GetOrAdd(command.MigrationId, _ => Task.Run(() => TakeTurnAsync(command, stoppingToken), stoppingToken));
            return pending.Count > 0;
        }
        catch (Exception e)
        {
            LogFailed(e);
            return true;
        }
    }

    private async Task TakeTurnAsync(MigrationCommand command, CancellationToken stoppingToken)
    {
        var settled = false;
        try
        {
            settled = await execution.AdvanceAsync(command, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(e);
        }
        finally
        {
            _running.TryRemove(command.MigrationId, out _);
            if (settled)
                signal.Wake();
        }
    }

    [LoggerMessage(EventIds.CommandFailed, LogLevel.Error, "Commands could not be run; they stay pending")]
    private partial void LogFailed(Exception exception);
}
