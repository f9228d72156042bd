namespace Migrations;

/// <summary>Whether the store can be written to, as the last write or the last look found it.</summary>
public sealed class StoreHealth() : Availability;
