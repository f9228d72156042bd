using System.Collections.Frozen;

namespace Migrations.Model;

/// <summary>Where a live migration stands, in Nova's vocabulary (nova/conductor/tasks/live_migrate.py and nova/compute/manager.py).</summary>
public enum MigrationStatus
{
    Accepted,
    Queued,
    Preparing,
    Running,
    RunningPostCopy,
    PostMigrating,
    Completed,
    Failed,
    Error,
    Cancelled,
}

/// <summary>The one list of wire names, sets and allowed transitions of <see cref="MigrationStatus"/>.</summary>
public static class MigrationStatuses
{
    private static readonly string[] WireNames =
    [
        "accepted", "queued", "preparing", "running", "running (post-copy)", "post-migrating",
        "completed", "failed", "error", "cancelled",
    ];

    private static readonly FrozenDictionary<string, MigrationStatus> ByWireName =
        Enum.GetValues<MigrationStatus>().ToFrozenDictionary(status => WireNames[(int)status]);

    /// <summary>Every status, in the order of a migration's life.</summary>
    public static IReadOnlyList<MigrationStatus> All { get; } = Enum.GetValues<MigrationStatus>();

    /// <summary>The status with this wire name, or null when Nova has no such status or this service never writes it.</summary>
    public static MigrationStatus? FromWireName(string name) =>
        ByWireName.TryGetValue(name, out var status) ? status : null;

    extension(MigrationStatus status)
    {
        /// <summary>The text in Nova's bodies and in the database.</summary>
        public string WireName => WireNames[(int)status];

        /// <summary>The migration is over, and its status never changes again.</summary>
        public bool IsFinal => status >= MigrationStatus.Completed;

        /// <summary>Listed and shown: a job that waits, runs or is being finished.</summary>
        public bool IsInProgress => status is > MigrationStatus.Accepted and < MigrationStatus.Completed;

        /// <summary>Force-complete is accepted.</summary>
        public bool CanForceComplete => status == MigrationStatus.Running;

        /// <summary>Abort is accepted; before it runs only from compute API 2.65 on.</summary>
        public bool CanAbort(bool beforeItRuns) =>
            status == MigrationStatus.Running
            || (beforeItRuns && status is (MigrationStatus.Queued or MigrationStatus.Preparing));

        /// <summary>Whether a migration of this status may become <paramref name="next"/>. Post-copy cannot be cancelled.</summary>
        public bool CanBecome(MigrationStatus next) => status switch
        {
            _ when status.IsFinal => false,
            MigrationStatus.RunningPostCopy or MigrationStatus.PostMigrating =>
                next > status && next != MigrationStatus.Cancelled,
            _ => next > status,
        };
    }
}
