using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.Health;

/// <summary>Whether the process lives, and whether it can do its work; neither needs a token.</summary>
internal static class HealthRoutes
{
    public static IServiceCollection AddMigrationHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<HypervisorCheck>("hypervisor").AddCheck<DatabaseCheck>("database");
        // A loss is logged once, when it is noticed. The framework would log it each time that somebody asks.
        services.Configure<LoggerFilterOptions>(log => log.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/healthz").WithTags(CallGroups.Health)
            .WithMetadata(Answers(StatusCodes.Status200OK, "Healthy or degraded."));

        health.MapHealthChecks("/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthAnswer.WriteAsync })
            .WithMetadata(Live).WithSummary("Whether the process lives.").WithDescription("Needs no token.");

        health.MapHealthChecks("/ready", new HealthCheckOptions { ResponseWriter = HealthAnswer.WriteAsync })
            .WithMetadata(Ready).WithSummary("Whether the hypervisor answers and the database takes changes.")
            .WithDescription("Needs no token. Without the one or the other, answers go on from what was last seen; without the database, commands are refused.")
            .WithMetadata(Answers(StatusCodes.Status503ServiceUnavailable, "Unhealthy, with the reasons."));
    }

    private static readonly DescribedCall Live = new("checkLive")
    {
        Example = _ => Body("Healthy"),
    };

    private static readonly DescribedCall Ready = new("checkReady")
    {
        Example = status => status == StatusCodes.Status200OK
            ? Body("Healthy", ("hypervisor", "Healthy", null), ("database", "Healthy", null))
            : Body("Unhealthy", ("hypervisor", "Unhealthy", "The hypervisor has not been asked yet."), ("database", "Healthy", null)),
    };

    private static JsonNode Body(string status, params (string Name, string Status, string? Reason)[] checks) => DescribedCall.Write(
        new(status, checks.ToDictionary(check => check.Name, check => new HealthCheckBody(check.Status, check.Reason))),
        HealthJson.Default.HealthBody);

    private static ProducesResponseTypeMetadata Answers(int status, string meaning) =>
        new(status, typeof(HealthBody), [ContentTypes.Json]) { Description = meaning };
}
