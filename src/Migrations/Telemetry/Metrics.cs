using System.Diagnostics.Metrics;

namespace Migrations.Telemetry;

/// <summary>What all instruments of this service have in common.</summary>
public static class Metrics
{
    /// <summary>Name of every meter, to subscribe to.</summary>
    public const string Name = "Migrations";

    /// <summary>For instruments that belong to no object: what they count is the whole process's.</summary>
    public static Meter Process { get; } = new(Name);

    /// <summary>From a millisecond to a minute, in seconds; the default boundaries of OpenTelemetry are for milliseconds.</summary>
    public static InstrumentAdvice<double> Moments { get; } = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    /// <summary>From a second to four hours, in seconds.</summary>
    public static InstrumentAdvice<double> Hours { get; } = new()
    {
        HistogramBucketBoundaries = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400],
    };

    public static KeyValuePair<string, object?> Label(string name, object? value) => new(name, value);
}
