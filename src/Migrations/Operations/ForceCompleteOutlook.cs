using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Operations;

/// <summary>What a force-complete of a migration would do now, as far as can be known beforehand.</summary>
/// <param name="Means">The means that would be tried, in this order; empty when it is not possible.</param>
/// <param name="Explanation">What they do, or why it is not possible; a sentence for a person.</param>
public sealed record ForceCompleteOutlook(IReadOnlyList<ForceCompleteMeans> Means, string Explanation)
{
    /// <remarks>The conditions are those of <see cref="ForceComplete"/>.</remarks>
    public static ForceCompleteOutlook Of(LiveMigration live, Server server, DriverCapabilities driver)
    {
        var status = live.Record.Status;
        if (status.IsFinal)
            return Impossible("The migration is over.");
        if (!status.CanForceComplete)
            return Impossible($"The migration is {status.WireName}; it must be running.");
        if (server.State != ServerState.Active)
            return Impossible($"The server is {server.State.WireName}; it must be active.");
        if (driver.CannotCommand is { } reason)
            return Impossible($"The hypervisor takes no commands: {reason}.");
        if (live.Stats is not { ForceCompleteMeans: [_, ..] means, Phase: var phase })
            return Impossible("The hypervisor has not been read yet.");
        return new ForceCompleteOutlook(means,
            phase == JobPhase.Storage ? $"It waits until memory is being copied. {Explain(means)}" : Explain(means));
    }

    private static ForceCompleteOutlook Impossible(string reason) => new([], reason);

    private static string Explain(IReadOnlyList<ForceCompleteMeans> means) => means switch
    {
        [ForceCompleteMeans.PostCopy, ForceCompleteMeans.Pause] =>
            "The server is switched to post-copy if the migration was started with it, else paused until everything is copied.",
        [ForceCompleteMeans.PostCopy, ..] => "The server is switched to post-copy; refused if the migration was started without it.",
        _ => "The server is paused until everything is copied.",
    };
}
