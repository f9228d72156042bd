using System.Diagnostics.Metrics;

namespace Migrations.Drivers;

/// <summary>How long calls of the driver take, and how many fail.</summary>
internal static class DriverCallTimes
{
    private static readonly Histogram<double> Seconds = Metrics.Process.CreateHistogram(
        "migrations.driver.call.duration", "s", "How long a call of the hypervisor took; error_type says why it failed.", advice: Metrics.Moments);

    /// <param name="error">Why the call failed; null when it did not.</param>
    public static void Record(string call, TimeSpan duration, DriverErrorKind? error)
    {
        if (!Seconds.Enabled)
            return;
        var name = Metrics.Label("call", call.Replace(' ', '_'));
        if (error is { } kind)
            Seconds.Record(duration.TotalSeconds, name, Metrics.Label("error.type", kind.WireName));
        else
            Seconds.Record(duration.TotalSeconds, name);
    }
}
