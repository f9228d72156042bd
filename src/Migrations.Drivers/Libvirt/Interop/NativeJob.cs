namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A job of a domain, of whatever kind.</summary>
internal sealed record NativeJob(JobType Type, JobParameters Parameters)
{
    private const long MigrationOut = 5;

    /// <summary>A migration that leaves this host, rather than one that arrives, a save or a backup.</summary>
    public bool IsOutgoingMigration => Type != JobType.None && Parameters.Operation == MigrationOut;
}

/// <summary>virDomainJobType.</summary>
internal enum JobType
{
    None = 0,
    Bounded = 1,
    Unbounded = 2,
    Completed = 3,
    Failed = 4,
    Cancelled = 5,
}
