using Migrations.Api.Hosting;
using Migrations.Drivers;

namespace Migrations.Api.Policies;

/// <summary>Looks every second for changes of the policy files, and at once when it is asked to.</summary>
internal sealed class PolicyWatcher : BackgroundService
{
    /// <summary>How long a changed file may go unnoticed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly PolicyEnforcer _enforcer;
    private readonly Hangup _hangup;
    private readonly WakeSignal _nextLook;

    public PolicyWatcher(PolicyEnforcer enforcer, TimeProvider clock, Hangup hangup)
    {
        _enforcer = enforcer;
        _nextLook = new WakeSignal(clock);
        _hangup = hangup;
        _hangup.Received += LookNow;
    }

    public override void Dispose()
    {
        _hangup.Received -= LookNow;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _nextLook.WaitAsync(Interval, stoppingToken);
            _enforcer.Refresh();
        }
    }

    private void LookNow(object? sender, EventArgs e) => _nextLook.Wake();
}
