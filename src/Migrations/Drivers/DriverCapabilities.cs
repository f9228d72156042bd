namespace Migrations.Drivers;

/// <summary>The name of a driver, and whether it can carry out commands at all.</summary>
/// <param name="Name">The driver's short name, as in the <c>Driver</c> setting.</param>
/// <param name="CannotCommand">Why no command can be carried out, such as a read-only connection; null when commands are possible.</param>
public sealed record DriverCapabilities(string Name, string? CannotCommand = null);
