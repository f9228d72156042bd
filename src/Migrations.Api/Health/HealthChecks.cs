using Microsoft.Extensions.Diagnostics.HealthChecks;
using Migrations.Drivers;
using Migrations.Monitoring;

namespace Migrations.Api.Health;

/// <summary>
/// Healthy while the hypervisor answers. Degraded, which is still ready, while the driver reports no news and polling
/// alone finds changes. Unhealthy without the hypervisor: answers go on from what was last seen.
/// </summary>
internal sealed class HypervisorCheck(DriverHealth driver, DriverNews news) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(driver.LostBecause is { } reason
            ? HealthCheckResult.Unhealthy(reason)
            : news.LostBecause is { } lost
                ? HealthCheckResult.Degraded($"The driver reports no news; changes are found by polling only. {lost}")
                : HealthCheckResult.Healthy());
}

/// <summary>Ready while the database can be written to; without it, answers go on from what was last stored, and commands are refused.</summary>
internal sealed class DatabaseCheck(StoreHealth store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.LostBecause is { } reason
            ? HealthCheckResult.Unhealthy(reason)
            : HealthCheckResult.Healthy());
}
