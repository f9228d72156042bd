using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Operations;

/// <summary>What to do next about a pending command.</summary>
public abstract record CommandStep
{
    /// <summary>Ask the driver.</summary>
    public sealed record Ask(MigrationJob Job) : CommandStep;

    /// <summary>Store the outcome; the command is over.</summary>
    public sealed record Settle(CommandOutcome Outcome, string Reason, ForceCompleteMeans? Means = null) : CommandStep
    {
        /// <param name="means">How a force-complete was carried out; null for an abort.</param>
        public static Settle Done(ForceCompleteMeans? means) => new(CommandOutcome.Done, means switch
        {
            ForceCompleteMeans.PostCopy => "The migration is in post-copy.",
            ForceCompleteMeans.Pause => "The server is paused.",
            _ => "The job is being aborted.",
        }, means);
    }

    /// <summary>End a migration that has not been begun, and settle the command.</summary>
    public sealed record Withdraw : CommandStep;

    /// <summary>Look again after the next sample.</summary>
    /// <param name="Because">Null when the command has been sent, and its effect is looked for.</param>
    public sealed record Wait(string? Because = null) : CommandStep;

    /// <summary>Decides from the last observation. A command that may have been carried out is repeated only after a later pass has seen the job.</summary>
    /// <param name="live">The migration, or null when it is over.</param>
    /// <param name="ended">The migration when it is over.</param>
    /// <param name="server">The server as last seen.</param>
    /// <param name="askedAt">Timestamp of the driver's last answer, if that left the outcome open; null when it has not been asked.</param>
    public static CommandStep Next(
        MigrationCommand command, LiveMigration? live, Migration? ended, Server? server, long? askedAt)
    {
        if (live is null)
            return AfterTheEnd(command, ended);
        if (live.AwaitsItsJob && command.Kind == CommandKind.Abort)
            return live.Start?.CalledAt is null
                ? new Withdraw()
                : new Wait("The hypervisor has been told to begin the migration, and does not show its job yet.");
        if (askedAt is not null && (live.LookedAt is null || live.LookedAt <= askedAt))
            return new Wait();

        var record = live.Record;
        return command.Kind switch
        {
            CommandKind.Abort when live.Stats?.Phase == JobPhase.Aborting => Settle.Done(means: null),
            CommandKind.Abort when record.Status.CanAbort(beforeItRuns: true) => new Ask(live.Job),
            CommandKind.ForceComplete when record.Status == MigrationStatus.RunningPostCopy => Settle.Done(ForceCompleteMeans.PostCopy),
            CommandKind.ForceComplete when askedAt is not null && server?.State == ServerState.Paused => Settle.Done(ForceCompleteMeans.Pause),
            CommandKind.ForceComplete when record.Status.CanForceComplete => new Ask(live.Job),
            _ => new Settle(CommandOutcome.TooLate, $"The migration is {record.Status.WireName}."),
        };
    }

    private static Settle AfterTheEnd(MigrationCommand command, Migration? ended)
    {
        var wanted = command.Kind == CommandKind.Abort ? MigrationStatus.Cancelled : MigrationStatus.Completed;
        var carriedOut = command.StartedAt is not null && ended?.Status == wanted;
        return new Settle(
            carriedOut ? CommandOutcome.Done : CommandOutcome.TooLate,
            ended is null ? "The migration is gone." : $"The migration is {ended.Status.WireName}.");
    }
}
