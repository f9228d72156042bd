namespace Migrations.Drivers;

/// <summary>A wake-up call from a driver.</summary>
/// <param name="ServerUuid">The server concerned; null when it is the connection.</param>
public sealed record DriverEvent(DriverEventKind Kind, Guid? ServerUuid = null);

/// <summary>What woke the driver.</summary>
public enum DriverEventKind
{
    JobChanged,
    JobEnded,
    ServerChanged,
    ConnectionLost,
    ConnectionRestored,
}
