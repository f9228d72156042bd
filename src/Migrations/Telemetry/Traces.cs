using System.Diagnostics;

namespace Migrations.Telemetry;

/// <summary>The one source of traces.</summary>
public static class Traces
{
    /// <summary>Name of the source, to subscribe to.</summary>
    public const string Name = "Migrations";

    public static ActivitySource Source { get; } = new(Name);
}
