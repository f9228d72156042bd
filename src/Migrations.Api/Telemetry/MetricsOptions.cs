using System.ComponentModel;

namespace Migrations.Api.Telemetry;

/// <summary>Who may read <c>/metrics</c>; the <c>Metrics</c> section.</summary>
internal sealed class MetricsOptions
{
    public const string Section = "Metrics";

    [Description("Whether other machines may read /metrics, which needs no token; this machine always may")]
    public bool AllowRemote { get; set; }
}
