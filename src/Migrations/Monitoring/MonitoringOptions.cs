namespace Migrations.Monitoring;

/// <summary>How closely migrations are watched; the <c>Monitoring</c> section.</summary>
public sealed class MonitoringOptions
{
    /// <summary>Time between two samples. Events make it shorter, never longer.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a reading of the hypervisor may take.</summary>
    public TimeSpan ReadDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the hypervisor may take over an abort or a force-complete.</summary>
    public TimeSpan CommandDeadline { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a command is tried while the hypervisor cannot be asked, or says that it is too early.</summary>
    public TimeSpan CommandPatience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long final migrations are kept.</summary>
    public TimeSpan KeepFinished { get; set; } = TimeSpan.FromDays(30);
}
