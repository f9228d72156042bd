using Microsoft.Extensions.Hosting.Systemd;

namespace Migrations.Api.Hosting;

/// <summary>Tells systemd three times per period that the process lives; a process that hangs is restarted by systemd.</summary>
internal sealed class Watchdog(ISystemdNotifier systemd, TimeProvider clock, TimeSpan period) : BackgroundService
{
    private static readonly ServiceState Alive = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period / 3, clock);
        do
            systemd.Notify(Alive);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
