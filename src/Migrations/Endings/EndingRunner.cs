using Microsoft.Extensions.Hosting;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Endings;

/// <summary>Looks after each pass at the migrations that this service has started, and does what their policies say.</summary>
/// <remarks>One loop owns the dictionary. Turns run beside it, one at a time per migration, so that a slow call delays no other migration.</remarks>
public sealed class EndingRunner(LiveMigrations live, EndingExecution execution, TimeProvider clock) : BackgroundService
{
    private readonly Dictionary<long, SteeredMigration> _steered = [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>Runs until it is stopped, on the caller's scheduler.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        var signal = new WakeSignal(clock);
        live.Published += signal.Wake;
        while (!stoppingToken.IsCancellationRequested)
        {
            StartTurns(stoppingToken);
            await signal.WaitAsync(stoppingToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        live.Published -= signal.Wake;
        await Task.WhenAll(_steered.Values.Select(migration => migration.Turn));
    }

    private void StartTurns(CancellationToken stoppingToken)
    {
        var started = live.Current.Started;
        foreach (var (id, steered) in _steered)
            if (!started.ContainsKey(id) && steered.Turn.IsCompleted)
                _steered.Remove(id);
        foreach (var (id, known) in started)
        {
            if (known is { AwaitsItsJob: true } or { Stats: null })
                continue;
            if (!_steered.TryGetValue(id, out var steered))
                _steered[id] = steered = new SteeredMigration();
            if (steered.Turn.IsCompleted)
                steered.Turn = TakeTurnAsync(known, steered, stoppingToken);
        }
    }

    private async Task TakeTurnAsync(LiveMigration known, SteeredMigration steered, CancellationToken stoppingToken)
    {
        // A driver that blocks its caller holds up this turn, not the loop.
        await Task.Yield();
        await execution.AdvanceAsync(known, steered, stoppingToken);
    }
}

/// <summary>What this run of the service remembers of a migration that it brings to an end. Belongs to the turn under way, and between turns to the loop.</summary>
internal sealed class SteeredMigration
{
    public Task Turn { get; set; } = Task.CompletedTask;

    /// <summary>The speed that this run has set; null before.</summary>
    public long? MebibytesPerSecond { get; set; }

    /// <summary>A command that ends it has been given, by this run or an earlier one.</summary>
    public bool IsEnded { get; set; }

    /// <summary>A failure has been logged; it is logged once per migration.</summary>
    public bool FailureIsLogged { get; set; }
}
