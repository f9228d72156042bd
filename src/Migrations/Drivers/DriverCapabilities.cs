namespace Migrations.Drivers;

/// <summary>What a driver can do, as far as it can be told before trying.</summary>
/// <param name="Name">The driver's short name, as in the <c>Driver</c> setting.</param>
/// <param name="CannotCommand">Why neither command can be carried out (a read-only connection); null when they can.</param>
public sealed record DriverCapabilities(string Name, string? CannotCommand = null);

/// <summary>How a force-complete was carried out.</summary>
public enum ForceCompleteMeans
{
    /// <summary>The server was switched to the destination and fetches its memory from there.</summary>
    PostCopy,

    /// <summary>The server was paused until everything had been copied.</summary>
    Pause,
}

/// <summary>The words for means in bodies, logs and the database. They stay when a name in code changes.</summary>
public static class MeansOfForceComplete
{
    private static readonly string[] WireNames = ["post_copy", "pause"];

    /// <summary>The means with this wire name, or null.</summary>
    public static ForceCompleteMeans? FromWireName(string name) =>
        Array.IndexOf(WireNames, name) is >= 0 and var index ? (ForceCompleteMeans)index : null;

    extension(ForceCompleteMeans means)
    {
        public string WireName => WireNames[(int)means];
    }
}
