using Migrations.Api.Settings;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Migrations.Api.Telemetry;

/// <summary>Sends traces and metrics by OTLP, when it is told where to; otherwise none of it is even built.</summary>
internal static class TelemetryExport
{
    public static WebApplicationBuilder AddTelemetryExport(this WebApplicationBuilder builder)
    {
        var endpoint = builder.Configuration["Otlp:Endpoint"] ?? builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        if (string.IsNullOrEmpty(endpoint))
            return builder;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new SettingException($"Otlp:Endpoint={endpoint}: give an address such as http://127.0.0.1:4317.");

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("migrations"))
            .WithTracing(traces => traces
                .AddSource(MigrationsTelemetry.Name)
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter(otlp => otlp.Endpoint = uri))
            .WithMetrics(metrics => metrics
                .AddMeter(MigrationsTelemetry.Name)
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddOtlpExporter(otlp => otlp.Endpoint = uri));
        return builder;
    }
}
