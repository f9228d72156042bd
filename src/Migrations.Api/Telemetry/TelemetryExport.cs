using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Migrations.Api.Settings;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Migrations.Api.Telemetry;

/// <summary>Where traces and metrics are sent; the <c>Otlp</c> section.</summary>
internal sealed class OtlpOptions
{
    public const string Section = "Otlp";
    public const string EndpointKey = $"{Section}:{nameof(Endpoint)}";

    /// <summary>OpenTelemetry's own variable for the endpoint.</summary>
    public const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Description($"Address to which OpenTelemetry traces and metrics are sent; {Variable} sets it too")]
    [DisplayFormat(NullDisplayText = "not sent")]
    [HttpAddress("http://127.0.0.1:4317")]
    public string? Endpoint { get; set; }
}

/// <summary>Sends traces and metrics by OTLP, when it is told where to; otherwise none of it is even built.</summary>
internal static class TelemetryExport
{
    public static WebApplicationBuilder AddTelemetryExport(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection(OtlpOptions.Section).Get<OtlpOptions>()?.Endpoint is not { } endpoint)
            return builder;
        var uri = new Uri(endpoint);
        // OpenTelemetry reads headers, resource attributes and the like from the configuration, under the names of its variables.
        builder.Configuration.AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => ((string)variable.Key).StartsWith("OTEL_", StringComparison.Ordinal))
            .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value)));

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("migrations"))
            .WithTracing(traces => traces
                .AddSource(Traces.Name)
                .AddAspNetCoreInstrumentation()
                .AddOtlpExporter(otlp => otlp.Endpoint = uri))
            .WithMetrics(metrics => metrics
                .AddMeter(Metrics.Name)
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddInstrumentation(MetricsRoutes.CreateGauges)
                .AddOtlpExporter(otlp => otlp.Endpoint = uri));
        return builder;
    }
}
