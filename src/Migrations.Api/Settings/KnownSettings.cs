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

        new("Auth:Mode", "none", "Who callers are: none (everybody is administrator) or keystone (by their tokens)"),
        new("Auth:AllowRemoteWithoutAuthentication", "false", "Listen beyond loopback although Auth:Mode is none"),
        new("Auth:Keystone:Url", "", "Keystone's address, such as http://127.0.0.1:5000"),
        new("Auth:Keystone:WwwAuthenticateUri", "Auth:Keystone:Url", "Where callers are told to get tokens"),
        new("Auth:Keystone:CaFile", "the system's", "Certificates in PEM that sign Keystone's"),
        new("Auth:Keystone:Username", "", "The user that asks about tokens, with the role service or admin"),
        new("Auth:Keystone:UserDomainName", "Default", "The domain of that user"),
        new("Auth:Keystone:ProjectName", "service", "The project of that user"),
        new("Auth:Keystone:ProjectDomainName", "Default", "The domain of that project"),
        new("Auth:Keystone:Password", "", "The password of that user; better in the environment or in a file"),
        new("Auth:Keystone:PasswordFile", "", "A file with the password"),
        new("Auth:Keystone:ApplicationCredentialId", "", "An application credential instead of user and password"),
        new("Auth:Keystone:ApplicationCredentialSecret", "", "Its secret; better in the environment or in a file"),
        new("Auth:Keystone:ApplicationCredentialSecretFile", "", "A file with the secret"),
        new("Auth:Keystone:ServiceTokenRole", "service", "The role by which a service token keeps an expired token usable"),
        new("Auth:Keystone:ServiceTokenRoleRequired", "false", "Refuse service tokens without that role"),
        new("Auth:Keystone:CacheTime", "00:05:00", "How long a valid token is believed without asking again"),
        new("Auth:Keystone:RefusalCacheTime", "00:00:10", "How long Keystone is not asked again about a refused token"),
        new("Auth:Keystone:CacheSize", "10000", "How many tokens are remembered at most"),
        new("Auth:Keystone:Timeout", "00:00:05", "How long one attempt to ask Keystone may take"),

        new("Policy:File", "policy.yaml or policy.json", "Who may do what; defaults to administrators only if there is no such file"),

        new("Https:CertificateFile", "", "Certificate in PEM for https addresses; may be replaced while the service runs"),
        new("Https:KeyFile", "", "Its key in PEM"),
        new("Proxies:Trusted", "", "Addresses or networks whose X-Forwarded-For, -Proto and -Host are believed, separated by ,"),
        new("Limits:CommandsPerMinute", "300", "Force-completes and aborts that one caller may give; 0 for no limit"),
        new("Limits:UnpagedLists", "4", "Lists of all migrations without pages (before 2.59) that are written at a time"),
        new("Limits:UnpagedListTime", "00:05:00", "How long a caller may take to read such a list"),

        new("Otlp:Endpoint", "(off)", "Where traces and metrics are sent by OTLP; OTEL_EXPORTER_OTLP_ENDPOINT does too"),
        new("Logging:LogLevel:Default", "Information", "Trace, Debug, Information, Warning, Error, Critical or None"),
    ];

    /// <summary>Whether a key is a setting, a section of settings, or below one that is open (levels of log categories).</summary>
    public static bool Contains(string key) =>
        key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase)
        || All.Any(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
                              || setting.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));
}
