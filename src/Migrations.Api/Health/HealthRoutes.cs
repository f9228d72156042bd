using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Migrations.Api.Health;

/// <summary>Whether the process lives, and whether it can do its work; neither needs a token.</summary>
internal static class HealthRoutes
{
    public static IServiceCollection AddMigrationHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<HypervisorCheck>("hypervisor");
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthAnswer.WriteAsync });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { ResponseWriter = HealthAnswer.WriteAsync });
    }
}
