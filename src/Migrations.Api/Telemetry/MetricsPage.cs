using System.Net;
using Microsoft.Extensions.Options;
using Migrations.Api.Wire;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Migrations.Api.Telemetry;

/// <summary>The metrics in the form of Prometheus. Nothing is measured for it before it is first read.</summary>
/// <remarks>Requests are left to OTLP: to measure them costs a list a tenth of its time.</remarks>
internal sealed class MetricsPage(IServiceProvider services, IOptions<MetricsOptions> options) : IDisposable
{
    private const string Runtime = "System.Runtime";

    /// <summary>What .NET tells of itself that is of use here. Of the rest, some have names or types that Prometheus does not approve of.</summary>
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

    /// <summary>Whoever comes through a proxy is elsewhere, also when the proxy is here and nobody has named it as trusted.</summary>
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
        .AddGauges(services)
        .Build();
}
