using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace Migrations.Api.Hosting;

/// <summary>Tells systemd when the service is ready, when it stops, and that it lives.</summary>
internal static class ServiceManager
{
    /// <remarks>
    /// <c>AddSystemd</c> looks for a parent process named systemd, which the unit's own restrictions hide. The socket that
    /// systemd hands over cannot be mistaken.
    /// </remarks>
    public static void AddServiceManager(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NOTIFY_SOCKET")))
            return;
        builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        builder.Services.AddSingleton<IHostLifetime, SystemdLifetime>();
        // The journal has times of its own, and takes the level from the line.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName ??= ConsoleFormatterNames.Systemd);
        if (WatchdogPeriod() is { } period)
            builder.Services.AddHostedService(services => new Watchdog(
                services.GetRequiredService<ISystemdNotifier>(), services.GetRequiredService<TimeProvider>(), period));
    }

    /// <summary>How often systemd wants to hear of this process; null when it does not.</summary>
    private static TimeSpan? WatchdogPeriod() =>
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds)
        && Environment.GetEnvironmentVariable("WATCHDOG_PID") is var pid
        && (string.IsNullOrEmpty(pid) || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
}

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
