namespace Migrations.Drivers;

/// <summary>Whether the hypervisor answers, as the last tick found it.</summary>
public sealed class DriverHealth() : Availability("The hypervisor has not been asked yet.");
