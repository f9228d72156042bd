using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.Health;

/// <summary>Whether the process lives, and whether it can do its work; neither needs a token. Any method is answered alike.</summary>
internal static class HealthRoutes
{
    private static readonly HealthAnswer Alive = HealthAnswer.Of();

    private static readonly DescribedCall LiveCall = new("checkLive")
    {
        Example = _ => Body(HealthStatus.Healthy),
    };

    private static readonly DescribedCall ReadyCall = new("checkReady")
    {
        Example = status => status == StatusCodes.Status200OK
            ? Body(HealthStatus.Healthy, (Readiness.Hypervisor, HealthCheckResult.Healthy()), (Readiness.Database, HealthCheckResult.Healthy()))
            : Body(HealthStatus.Unhealthy,
                (Readiness.Hypervisor, HealthCheckResult.Unhealthy("The hypervisor has not been asked yet.")),
                (Readiness.Database, HealthCheckResult.Healthy())),
    };

    public static IServiceCollection AddMigrationHealth(this IServiceCollection services) => services.AddSingleton<Readiness>();

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/healthz").WithTags(CallGroups.Health);
        health.Map("/live", Live).WithMetadata(LiveCall);
        health.Map("/ready", Ready).WithMetadata(ReadyCall, new ProducesResponseTypeMetadata(
            StatusCodes.Status503ServiceUnavailable, typeof(HealthBody), [ContentTypes.Json]));
    }

    /// <summary>Whether the process lives.</summary>
    /// <remarks>Needs no token. Any method is answered alike.</remarks>
    /// <response code="200">It lives.</response>
    internal static HealthAnswer Live() => Alive;

    /// <summary>Whether the hypervisor answers and the database takes changes.</summary>
    /// <remarks>
    /// Needs no token. Any method is answered alike. Without the one or the other, answers go on from what was last seen; without
    /// the database, commands are refused.
    /// </remarks>
    /// <response code="200">Healthy or degraded.</response>
    /// <response code="503">Unhealthy, with the reasons.</response>
    internal static HealthAnswer Ready(Readiness readiness) => readiness.Now();

    private static JsonNode Body(HealthStatus status, params (string Name, HealthCheckResult Result)[] checks) =>
        DescribedCall.Write(HealthAnswer.Body(status, checks), HealthJson.Default.HealthBody);
}
