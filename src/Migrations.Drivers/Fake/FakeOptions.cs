namespace Migrations.Drivers.Fake;

/// <summary>The fake hypervisor; the <c>Fake</c> section.</summary>
public sealed class FakeOptions
{
    /// <summary>Path of the scenario; null for the built-in one.</summary>
    public string? Scenario { get; set; }

    /// <summary>File that keeps the world while the service is down; null for a world that ends with the process.</summary>
    public string? StateFile { get; set; }

    /// <summary>Simulated seconds in a real one; 0.001 to 1000.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>Decides all that is left to chance.</summary>
    public long Seed { get; set; }
}
