using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Migrations.Drivers;

/// <summary>One of the calls of a driver: its names in messages, traces and metrics, and how long it takes.</summary>
/// <remarks>Calls are made many times a second, so their names are made once.</remarks>
internal sealed class DriverCall(string name)
{
    public static readonly DriverCall ListServers = new("list servers");
    public static readonly DriverCall ListJobs = new("list jobs");
    public static readonly DriverCall GetStats = new("get stats");
    public static readonly DriverCall GetEnd = new("get end");
    public static readonly DriverCall Abort = new("abort");
    public static readonly DriverCall ForceComplete = new("force complete");
    public static readonly DriverCall CheckStart = new("check start");
    public static readonly DriverCall Start = new("start");
    public static readonly DriverCall SetMaxDowntime = new("set max downtime");
    public static readonly DriverCall SetBandwidth = new("set bandwidth");

    private static readonly Histogram<double> Seconds = Metrics.Process.CreateHistogram(
        "migrations.driver.call.duration", "s", "How long a call of the hypervisor took; error_type says why it failed.", advice: Metrics.Moments);

    private readonly string _span = $"driver {name}";
    private readonly KeyValuePair<string, object?> _label = Metrics.Label("call", name.Replace(' ', '_'));

    public string Name => name;

    public Activity? StartActivity() => Traces.Source.StartActivity(_span, ActivityKind.Client);

    /// <param name="error">Why the call failed; null when it did not.</param>
    public void Record(TimeSpan duration, DriverErrorKind? error = null)
    {
        if (!Seconds.Enabled)
            return;
        if (error is { } kind)
            Seconds.Record(duration.TotalSeconds, _label, Metrics.Label("error.type", kind.WireName));
        else
            Seconds.Record(duration.TotalSeconds, _label);
    }
}
