using Microsoft.Extensions.Diagnostics.HealthChecks;
using Migrations.Monitoring;

namespace Migrations.Api.Health;

/// <summary>Ready while the hypervisor answers; without it, answers go on from what was last seen.</summary>
internal sealed class HypervisorCheck(DriverHealth driver) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(driver.LostBecause is { } reason
            ? HealthCheckResult.Unhealthy(reason)
            : HealthCheckResult.Healthy());
}
