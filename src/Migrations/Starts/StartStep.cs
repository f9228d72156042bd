using Migrations.Live;

namespace Migrations.Starts;

/// <summary>What to do next about a migration that has no job yet.</summary>
public abstract record StartStep
{
    /// <summary>Ask the hypervisor whether the server can be migrated, and where to.</summary>
    public sealed record Check : StartStep;

    /// <summary>Store that the hypervisor is told to begin, and then tell it.</summary>
    public sealed record Call : StartStep;

    /// <summary>Take its job for over, so that the passes find out how it ended.</summary>
    public sealed record PresumeOver : StartStep;

    /// <summary>Look again after the next pass: others go first, or a job may still appear.</summary>
    public sealed record Wait : StartStep;

    /// <summary>Decides from the last observation. What may have been begun is not begun again.</summary>
    /// <param name="live">A migration that awaits its job.</param>
    /// <param name="isOverdue">The hypervisor was told to begin, and enough passes have shown no job since.</param>
    public static StartStep Next(LiveSnapshot snapshot, LiveMigration live, int maxConcurrent, bool isOverdue) => live.Start switch
    {
        { CheckedAt: null } => new Check(),
        { CalledAt: null } when IsItsTurn(snapshot, live, maxConcurrent) => new Call(),
        { CalledAt: not null } when isOverdue => new PresumeOver(),
        _ => new Wait(),
    };

    /// <summary>Whether fewer run than may. Those who were accepted first go first.</summary>
    private static bool IsItsTurn(LiveSnapshot snapshot, LiveMigration live, int maxConcurrent) =>
        snapshot.Started.Values.Count(other => other.Start is { CalledAt: not null }
            || (other.Start is { CheckedAt: not null } && other.Record.Id < live.Record.Id)) < maxConcurrent;
}
