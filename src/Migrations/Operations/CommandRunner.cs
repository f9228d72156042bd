using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Monitoring;

namespace Migrations.Operations;

/// <summary>Carries out every accepted command: at once, one at a time per migration, also after a restart.</summary>
/// <remarks>One loop owns what is pending; turns run beside it.</remarks>
public sealed partial class CommandRunner(
    ICommandStore commands, CommandExecution execution, CommandSignal signal,
    IOptions<MonitoringOptions> options, TimeProvider clock, ILogger<CommandRunner> logger) : BackgroundService
{
    private readonly Turns _turns = new(signal);
    private Dictionary<long, PendingCommand>? _pending;
    private bool _readingFails;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>Runs until it is stopped, on the caller's scheduler.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = StartTurns(stoppingToken) ? options.Value.Interval : Timeout.InfiniteTimeSpan;
            await signal.WaitAsync(wait, stoppingToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        await _turns.EndAsync();
    }

    /// <summary>Starts a turn for every migration that has pending commands and no turn under way.</summary>
    /// <returns>Whether anything is pending.</returns>
    private bool StartTurns(CancellationToken stoppingToken)
    {
        // Before the read: otherwise a command that a turn settles in between would be read as pending and started again.
        _turns.ForgetEnded();
        if (!TryRead())
            return true;

        foreach (var ofMigration in _pending!.Values.GroupBy(command => command.Row.MigrationId))
            if (!_turns.IsUnderWay(ofMigration.Key))
                Start(ofMigration.MinBy(command => command.TurnAt)!, stoppingToken);
        return _pending.Count > 0;
    }

    /// <summary>Reads the pending commands, and keeps what this run remembers of them.</summary>
    private bool TryRead()
    {
        try
        {
            _pending = commands.Pending().ToDictionary(row => row.Id, row =>
                _pending?.GetValueOrDefault(row.Id) ?? new PendingCommand(row, WaitedBefore(row), clock));
            _readingFails = false;
            return true;
        }
        catch (Exception e)
        {
            if (!_readingFails)
                LogUnreadable(e);
            _readingFails = true;
            return false;
        }
    }

    /// <summary>Only commands that are found at the start were accepted by an earlier run; the clock may have been set back since.</summary>
    private TimeSpan WaitedBefore(MigrationCommand row)
    {
        var waited = _pending is null ? clock.GetUtcNow() - row.RequestedAt : TimeSpan.Zero;
        return waited > TimeSpan.Zero ? waited : TimeSpan.Zero;
    }

    private void Start(PendingCommand command, CancellationToken stoppingToken)
    {
        command.TurnAt = clock.GetTimestamp();
        _turns.Start(command.Row.MigrationId, () => execution.AdvanceAsync(command, stoppingToken));
    }

    [LoggerMessage(EventIds.CommandsUnreadable, LogLevel.Error, "Pending commands cannot be read; they wait until they can be")]
    private partial void LogUnreadable(Exception exception);
}

/// <summary>Wakes the <see cref="CommandRunner"/>.</summary>
public sealed class CommandSignal(TimeProvider clock) : WakeSignal(clock);
