using Migrations.Live;
using Migrations.Operations;
using OpenTelemetry.Metrics;

namespace Migrations.Api.Telemetry;

/// <summary><c>GET /metrics</c>, for Prometheus.</summary>
internal static class MetricsRoutes
{
    public static WebApplicationBuilder AddMetricsPage(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<MetricsOptions>().Bind(builder.Configuration.GetSection(MetricsOptions.Section));
        builder.Services.AddSingleton<MetricsPage>()
            .AddSingleton<MigrationGauges>().AddSingleton<CommandGauges>().AddSingleton<ServiceGauges>();
        return builder;
    }

    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapGet("/metrics", context => context.RequestServices.GetRequiredService<MetricsPage>().AnswerAsync(context)).ExcludeFromDescription();

    /// <summary>Measures what is read, and not counted, too.</summary>
    public static MeterProviderBuilder AddGauges(this MeterProviderBuilder metrics, IServiceProvider services)
    {
        services.GetRequiredService<MigrationGauges>();
        services.GetRequiredService<CommandGauges>();
        services.GetRequiredService<ServiceGauges>();
        return metrics;
    }
}
