namespace Migrations.Drivers.Libvirt;

/// <summary>What has been seen of a job, besides its readings, that tells how it ended.</summary>
/// <param name="Completed">Its last statistics, from libvirt's word that it succeeded.</param>
/// <param name="Stopped">Why its domain stopped here.</param>
/// <param name="SawCancelled">libvirt has reported it as cancelled.</param>
/// <param name="SawFailed">libvirt has reported it as failed.</param>
/// <param name="SawPostCopyBroken">Its post-copy has lost the connection.</param>
internal sealed record JobEvidence(
    JobStats? Completed = null,
    StoppedDetail? Stopped = null,
    bool SawCancelled = false,
    bool SawFailed = false,
    bool SawPostCopyBroken = false)
{
    public static JobEvidence None { get; } = new();
}

/// <summary>virDomainEventStoppedDetailType.</summary>
internal enum StoppedDetail
{
    ShutDown = 0,
    Destroyed = 1,
    Crashed = 2,
    Migrated = 3,
    Saved = 4,
    Failed = 5,
    FromSnapshot = 6,
}
