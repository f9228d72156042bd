using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;

namespace Migrations.Starts;

/// <summary>Starts every accepted migration: in the order of acceptance, also after a restart.</summary>
/// <remarks>One loop owns what is pending; turns run beside it.</remarks>
public sealed class StartRunner(
    LiveMigrations live, StartExecution execution, StartSignal signal, AwaitedStarts awaited,
    IOptions<MonitoringOptions> options, TimeProvider clock) : BackgroundService
{
    private readonly Turns _turns = new(signal);
    private Dictionary<long, PendingStart> _pending = [];

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

    /// <summary>Starts a turn for every migration that awaits its job and has no turn under way.</summary>
    /// <returns>Whether any awaits its job.</returns>
    private bool StartTurns(CancellationToken stoppingToken)
    {
        // Before the snapshot: what a turn has done by now must be seen in it.
        _turns.ForgetEnded();
        FindPending();
        foreach (var pending in _pending.Values.OrderBy(pending => pending.MigrationId))
            if (!_turns.IsUnderWay(pending.MigrationId))
                _turns.Start(pending.MigrationId, () => execution.AdvanceAsync(pending, stoppingToken));
        return _pending.Count > 0;
    }

    /// <summary>Looks for migrations that await their jobs, and keeps what this run remembers of them.</summary>
    private void FindPending()
    {
        var before = _pending;
        _pending = live.Current.Started.Values.Where(known => known.AwaitsItsJob).ToDictionary(
            known => known.Record.Id, known => before.GetValueOrDefault(known.Record.Id) ?? new PendingStart(known, clock));
        foreach (var (migrationId, pending) in before)
            if (_turns.IsUnderWay(migrationId))
                _pending.TryAdd(migrationId, pending);
            else if (!_pending.ContainsKey(migrationId))
                awaited.Tell(pending.Order.MigrationUuid, refusal: null);
    }
}
