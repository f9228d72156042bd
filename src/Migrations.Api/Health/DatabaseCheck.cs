using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Migrations.Api.Health;

/// <summary>Ready while the database can be written to; without it, answers go on from what was last stored, and commands are refused.</summary>
internal sealed class DatabaseCheck(StoreHealth store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.LostBecause is { } reason
            ? HealthCheckResult.Unhealthy(reason)
            : HealthCheckResult.Healthy());
}
