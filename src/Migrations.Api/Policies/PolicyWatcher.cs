namespace Migrations.Api.Policies;

/// <summary>Looks every second for changes of the policy files.</summary>
internal sealed class PolicyWatcher(PolicyEnforcer enforcer, TimeProvider clock) : BackgroundService
{
    /// <summary>How long a changed file may go unnoticed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            enforcer.Refresh();
    }
}
