namespace Migrations.Drivers;

/// <summary>What a driver can do, as far as it can be told before trying.</summary>
/// <param name="Name">The driver's short name, as in the <c>Driver</c> setting.</param>
/// <param name="CannotCommand">Why neither command can be carried out (a read-only connection); null when they can.</param>
public sealed record DriverCapabilities(string Name, string? CannotCommand = null);
