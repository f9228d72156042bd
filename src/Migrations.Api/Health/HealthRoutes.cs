using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Migrations.Api.Requests;

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
        var health = app.MapGroup("/healthz").WithTags("Health")
            .WithMetadata(Answers(StatusCodes.Status200OK, "It does."));

        health.MapHealthChecks("/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthAnswer.WriteAsync })
            .WithName("checkLive").WithSummary("Whether the process lives.").WithDescription("Needs no token.");

        health.MapHealthChecks("/ready", new HealthCheckOptions { ResponseWriter = HealthAnswer.WriteAsync })
            .WithName("checkReady").WithSummary("Whether the hypervisor answers and the database takes changes.")
            .WithDescription("Needs no token. Without the one or the other, answers go on from what was last seen; without the database, commands are refused.")
            .WithMetadata(Answers(StatusCodes.Status503ServiceUnavailable, "It does not, and why."));
    }

    private static ProducesResponseTypeMetadata Answers(int status, string meaning) =>
        new(status, typeof(HealthBody), [ContentTypes.Json]) { Description = meaning };
}
