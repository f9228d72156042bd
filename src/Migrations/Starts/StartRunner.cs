using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Migrations.Live;
using Migrations.Monitoring;

namespace Migrations.Starts;

/// <summary>Starts every accepted migration: in the order of acceptance, also after a restart.</summary>
/// <remarks>One loop owns both dictionaries. Turns run beside it and change neither; the loop itself removes finished turns.</remarks>
public sealed class StartRunner(
    LiveMigrations live, StartExecution execution, StartSignal signal, AwaitedStarts awaited,
    IOptions<MonitoringOptions> options, TimeProvider clock) : BackgroundService
{
    private readonly Dictionary<long, Task<bool>> _turns = [];
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
        await Task.WhenAll(_turns.Values);
    }

    /// <summary>Starts a turn for every migration that awaits its job and has no turn under way.</summary>
    /// <returns>Whether any awaits its job.</returns>
    private bool StartTurns(CancellationToken stoppingToken)
    {
        // Before the snapshot: what a turn has done by now must be seen in it.
        foreach (var (migrationId, turn) in _turns)
            if (turn.IsCompleted)
                _turns.Remove(migrationId);
        FindPending();
        foreach (var pending in _pending.Values.OrderBy(pending => pending.MigrationId))
            if (!_turns.ContainsKey(pending.MigrationId))
                Start(pending, stoppingToken);
        return _pending.Count > 0;
    }

    /// <summary>Looks for migrations that await their jobs, and keeps what this run remembers of them.</summary>
    private void FindPending()
    {
        var before = _pending;
        _pending = live.Current.Migrations.Where(known => known.AwaitsItsJob).ToDictionary(
            known => known.Record.Id, known => before.GetValueOrDefault(known.Record.Id) ?? new PendingStart(known, clock));
        foreach (var (migrationId, pending) in before)
            if (_turns.ContainsKey(migrationId))
                _pending.TryAdd(migrationId, pending);
            else if (!_pending.ContainsKey(migrationId))
                awaited.Tell(pending.Order.MigrationUuid, refusal: null);
    }

    private void Start(PendingStart pending, CancellationToken stoppingToken)
    {
        var turn = TakeTurnAsync(pending, stoppingToken);
        _turns[pending.MigrationId] = turn;
        _ = WakeAfterAsync(turn);
    }

    private async Task<bool> TakeTurnAsync(PendingStart pending, CancellationToken stoppingToken)
    {
        // A driver that blocks its caller holds up this turn, not the loop.
        await Task.Yield();
        try
        {
            return await execution.AdvanceAsync(pending, stoppingToken);
        }
        catch (Exception)
        {
            // The service stops, or the store takes no writes, which is reported there. The migration goes on waiting.
            return false;
        }
    }

    /// <summary>Lets the next step begin, once the loop can see that this turn is over.</summary>
    private async Task WakeAfterAsync(Task<bool> turn)
    {
        if (await turn)
            signal.Wake();
    }
}
