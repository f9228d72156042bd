using System.ComponentModel;

namespace Migrations.Api.Telemetry;

/// <summary>Who may read <c>/metrics</c>; the <c>Metrics</c> section.</summary>
internal sealed class MetricsOptions
{
    public const string Section = "Metrics";

    [Description("Whether /metrics, which needs no token, is shown to other machines too; this machine always may read it")]
    public bool AllowRemote { get; set; }
}
