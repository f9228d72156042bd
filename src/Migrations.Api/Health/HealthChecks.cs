using Microsoft.Extensions.Diagnostics.HealthChecks;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;

namespace Migrations.Api.Health;

/// <summary>
/// Healthy while the hypervisor answers. Degraded, which is still ready, while the driver reports no news and polling
/// alone finds changes, or while migrations cannot be read. Unhealthy without the hypervisor: answers go on from what was last seen.
/// </summary>
internal sealed class HypervisorCheck(DriverHealth driver, DriverNews news, LiveMigrations live) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(driver.LostBecause is { } reason
            ? HealthCheckResult.Unhealthy(reason)
            : (Unread() ?? Unheard()) is { } lacking
                ? HealthCheckResult.Degraded(lacking)
                : HealthCheckResult.Healthy());

    private string? Unread()
    {
        var (all, unread) = (live.Current.Migrations.ToList(), live.Current.Migrations.Where(known => known.MissedBecause is not null).ToList());
        return unread.Count == 0
            ? null
            : $"{unread.Count} of {all.Count} migrations cannot be read, such as {unread[0].Record.Id}. {unread[0].MissedBecause}";
    }

    private string? Unheard() =>
        news.LostBecause is { } lost ? $"The driver reports no news; changes are found by polling only. {lost}" : null;
}

/// <summary>Ready while the database can be written to; without it, answers go on from what was last stored, and commands are refused.</summary>
internal sealed class DatabaseCheck(StoreHealth store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.LostBecause is { } reason
            ? HealthCheckResult.Unhealthy(reason)
            : HealthCheckResult.Healthy());
}
