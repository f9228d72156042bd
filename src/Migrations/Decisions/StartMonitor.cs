using Migrations.Live;

namespace Migrations.Decisions;

/// <summary>Decides the next state of a migration that this service starts, until it has a job. Pure: no clock, no store, no driver.</summary>
public static class StartMonitor
{
    /// <summary>The pre-check is passed; the migration waits for its turn.</summary>
    public static LiveMigration Queue(LiveMigration live, Destination destination, DateTimeOffset now) => live with
    {
        Start = live.Start! with { CheckedAt = now },
        Record = live.Record with
        {
            Status = MigrationStatus.Queued,
            DestCompute = destination.Compute,
            DestNode = destination.Node,
            DestHost = destination.Address,
            UpdatedAt = now,
        },
    };

    /// <summary>The hypervisor is about to be told to begin.</summary>
    public static LiveMigration Call(LiveMigration live, DateTimeOffset now) => live with
    {
        Start = live.Start! with { CalledAt = now },
        Record = live.Record.Status == MigrationStatus.Preparing
            ? live.Record
            : live.Record with { Status = MigrationStatus.Preparing, UpdatedAt = now },
    };

    /// <summary>It was not told to begin after all. The status stays, because none ever goes back.</summary>
    public static LiveMigration TakeBackCall(LiveMigration live) => live with { Start = live.Start! with { CalledAt = null } };

    /// <summary>The migration has this job from now on, whoever has begun it.</summary>
    public static LiveMigration Adopt(LiveMigration live, string jobId, DateTimeOffset now)
    {
        var start = live.Start!;
        var called = live with { Record = live.Record with { JobId = jobId } };
        return start.CalledAt is not null
            ? called
            : Call(called with { Start = start with { CheckedAt = start.CheckedAt ?? now } }, now);
    }

    /// <summary>It is over without a job, and the server has been left alone.</summary>
    /// <param name="status"><see cref="MigrationStatus.Error"/> or <see cref="MigrationStatus.Failed"/>.</param>
    public static LiveMigration End(LiveMigration live, MigrationStatus status, string reason, DateTimeOffset now) =>
        End(live, status, EndReason.Failed, reason, now);

    /// <summary>A caller has aborted it before the hypervisor was told to begin.</summary>
    public static LiveMigration Withdraw(LiveMigration live, Requester by, DateTimeOffset now) =>
        End(live, MigrationStatus.Cancelled, EndReason.Aborted, MigrationMonitor.WhoAborted(by), now);

    private static LiveMigration End(LiveMigration live, MigrationStatus status, EndReason why, string reason, DateTimeOffset now) => live with
    {
        Record = live.Record with { Status = status, EndReason = why, Reason = reason, EndedAt = now, UpdatedAt = now },
    };
}
