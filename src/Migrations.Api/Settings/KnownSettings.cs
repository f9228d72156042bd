namespace Migrations.Api.Settings;

/// <summary>Every setting of this service.</summary>
internal static class KnownSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("Urls", "http://127.0.0.1:8774", "Addresses to listen on, separated by ;"),
        new("Driver", "fake", "The hypervisor: fake or libvirt"),
        new("Database:Path", "migrations.db", "The SQLite file"),

        new("Fake:Scenario", "(built in)", "Scenario file of the fake driver"),
        new("Fake:StateFile", "beside the database", "Where the fake driver's world survives a restart"),
        new("Fake:Speed", "1", "Simulated seconds a second"),
        new("Fake:Seed", "1", "Seed of the fake driver's chance"),

        new("Libvirt:Uri", "qemu:///system", "libvirt's connection URI"),
        new("Libvirt:Host", "what the hypervisor says", "Name of this compute host in every migration"),
        new("Libvirt:ReadOnly", "false", "Look without touching: both commands are refused"),
        new("Libvirt:ForceComplete", "auto", "How: auto (post-copy where the migration allows it, else pause), post-copy, pause"),
        new("Libvirt:KeepAliveInterval", "00:00:05", "A silent connection is asked for a sign of life after this long"),
        new("Libvirt:KeepAliveCount", "3", "Unanswered signs of life after which a connection is given up"),
        new("Libvirt:ConnectTimeout", "00:00:03", "How long a command waits for its connection"),
        new("Libvirt:ReadTimeout", "00:00:02", "How long an answer to a reading is waited for"),
        new("Libvirt:RetryAfter", "00:00:02", "How long a libvirtd that keeps failing is left alone"),
        new("Libvirt:ParallelReads", "8", "Readings under way at a time, each on a connection of its own"),

        new("Monitoring:Interval", "00:00:00.5", "Time between two samples"),
        new("Monitoring:ReadDeadline", "00:00:05", "How long a reading of the hypervisor may take"),
        new("Monitoring:CommandDeadline", "00:00:15", "How long the hypervisor may take over a command"),
        new("Monitoring:CommandPatience", "00:10:00", "How long a command is tried while the hypervisor cannot be asked"),
        new("Monitoring:KeepFinished", "30.00:00:00", "How long finished migrations are kept"),

        new("Auth:Mode", "none", "Who callers are: none (everybody is administrator)"),
        new("Auth:AllowRemoteWithoutAuthentication", "false", "Listen beyond loopback although Auth:Mode is none"),

        new("Otlp:Endpoint", "(off)", "Where traces and metrics are sent by OTLP; OTEL_EXPORTER_OTLP_ENDPOINT does too"),
        new("Logging:LogLevel:Default", "Information", "Trace, Debug, Information, Warning, Error, Critical or None"),
    ];

    /// <summary>Whether a key is a setting, a section of settings, or below one that is open (levels of log categories).</summary>
    public static bool Contains(string key) =>
        key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase)
        || All.Any(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
                              || setting.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));
}
