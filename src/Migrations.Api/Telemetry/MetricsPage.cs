using System.ComponentModel;
using System.Net;
using Microsoft.Extensions.Options;
using Migrations.Api.Wire;
using Migrations.Live;
using Migrations.Operations;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Migrations.Api.Telemetry;

/// <summary>Who may read <c>/metrics</c>; the <c>Metrics</c> section.</summary>
internal sealed class MetricsOptions
{
    public const string Section = "Metrics";

    [Description("Whether other machines may read /metrics, which needs no token; this machine always may")]
    public bool AllowRemote { get; set; }
}

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

    /// <summary>The gauges, whose values are read on request.</summary>
    public static object[] CreateGauges(IServiceProvider services) =>
    [
        services.GetRequiredService<MigrationGauges>(),
        services.GetRequiredService<CommandGauges>(),
        services.GetRequiredService<ServiceGauges>(),
    ];
}

/// <summary>The metrics in the form of Prometheus. Nothing is measured for it before it is first read.</summary>
/// <remarks>Requests are measured for OTLP only, because measuring them adds a tenth to the time of a list.</remarks>
internal sealed class MetricsPage(IServiceProvider services, IOptions<MetricsOptions> options) : IDisposable
{
    private const string Runtime = "System.Runtime";

    /// <summary>The useful metrics of the .NET runtime. Some of the others have names or types that Prometheus warns about.</summary>
    private static readonly HashSet<string> OfRuntime =
    [
        "dotnet.exceptions", "dotnet.gc.collections", "dotnet.gc.heap.total_allocated", "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.pause.time", "dotnet.monitor.lock_contentions", "dotnet.process.cpu.time", "dotnet.process.memory.working_set",
    ];

    private readonly Lock _gate = new();
    private MeterProvider? _provider;
    private RequestDelegate? _page;

    public static Fault NotFromHere { get; } = new(403,
        $"Metrics are shown on the machine of this service only; {MetricsOptions.Section}:{nameof(MetricsOptions.AllowRemote)}=true shows them to others.");

    public Task AnswerAsync(HttpContext context) =>
        options.Value.AllowRemote || IsFromHere(context) ? Page()(context) : NotFromHere.ExecuteAsync(context);

    public void Dispose() => _provider?.Dispose();

    /// <summary>A request through a proxy counts as remote, even when the proxy runs here and is not named as trusted.</summary>
    private static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is var address && (address is null || IPAddress.IsLoopback(address))
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private RequestDelegate Page()
    {
        lock (_gate)
            return _page ??= new ApplicationBuilder(services)
                .UseOpenTelemetryPrometheusScrapingEndpoint(_provider = Measure(), _ => true, null, null, null).Build();
    }

    private MeterProvider Measure() => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService("migrations", autoGenerateServiceInstanceId: false))
        .AddMeter(Metrics.Name)
        .AddMeter(Runtime)
        .AddView(instrument => instrument.Meter.Name == Runtime && !OfRuntime.Contains(instrument.Name) ? MetricStreamConfiguration.Drop : null)
        .AddPrometheusExporter(prometheus =>
        {
            prometheus.ScopeInfoEnabled = false;
            prometheus.TargetInfoEnabled = false;
        })
        .AddInstrumentation(() => MetricsRoutes.CreateGauges(services))
        .Build();
}
