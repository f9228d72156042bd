namespace Migrations.Model;

/// <summary>An accepted force-complete or abort, and what became of it.</summary>
public sealed record MigrationCommand
{
    /// <summary>Assigned by the store, ascending; 0 while the command has not been stored.</summary>
    public long Id { get; init; }

    public required long MigrationId { get; init; }
    public required Guid ServerUuid { get; init; }
    public required CommandKind Kind { get; init; }
    public required Requester RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the driver was first asked; null while it has not been. From then on it may have been carried out.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
    public CommandOutcome Outcome { get; init; } = CommandOutcome.Pending;

    /// <summary>How a force-complete was carried out; null for an abort and while it has not been.</summary>
    public ForceCompleteMeans? Means { get; init; }

    /// <summary>What happened, or while it is pending why it waits, for a person; null when there is nothing to say yet.</summary>
    public string? Reason { get; init; }

    /// <summary>What it means that a policy has given it, and why; null when a caller has.</summary>
    public string? PolicyText => RequestedBy.Because is not { } because ? null
        : Kind == CommandKind.Abort ? $"aborts the migration: {because}" : $"forces the migration to complete: {because}";
}

/// <summary>Who asked for a command, and in which request.</summary>
public sealed record Requester(string? UserId, string? ProjectId, string RequestId)
{
    /// <summary>Stands for the user when the policy of a migration has given the command; no id of Keystone reads so.</summary>
    public const string PolicyUser = "policy";

    /// <summary>Why the policy of the migration has given the command; null when a caller has.</summary>
    public string? Because { get; init; }

    /// <summary>The policy of a migration, in a request of its own.</summary>
    /// <param name="projectId">Owner of the server.</param>
    /// <param name="because">The setting that says so, with its value.</param>
    public static Requester Policy(string? projectId, string because) =>
        new(PolicyUser, projectId, $"req-{Guid.NewGuid()}") { Because = because };
}

/// <summary>The commands.</summary>
public enum CommandKind
{
    ForceComplete,
    Abort,
}

/// <summary>What became of a command.</summary>
public enum CommandOutcome
{
    /// <summary>Accepted, and not settled yet.</summary>
    Pending,

    /// <summary>The hypervisor has accepted it.</summary>
    Done,

    /// <summary>The hypervisor will not do it.</summary>
    Refused,

    /// <summary>The migration had ended, or gone too far, before it could be carried out.</summary>
    TooLate,

    /// <summary>The hypervisor did not answer until the command's time was up.</summary>
    Unreachable,
}

/// <summary>How a force-complete was carried out.</summary>
public enum ForceCompleteMeans
{
    /// <summary>The server was switched to the destination and fetches its memory from there.</summary>
    PostCopy,

    /// <summary>The server was paused until everything had been copied.</summary>
    Pause,
}

/// <summary>The words for commands in bodies, metrics, logs and the database. They stay when a name in code changes.</summary>
public static class CommandKinds
{
    private static readonly string[] WireNames = ["force_complete", "abort"];

    /// <summary>The kind with this wire name, or null.</summary>
    public static CommandKind? FromWireName(string name) =>
        Array.IndexOf(WireNames, name) is >= 0 and var index ? (CommandKind)index : null;

    extension(CommandKind kind)
    {
        public string WireName => WireNames[(int)kind];
    }
}

/// <summary>The words for outcomes in bodies, metrics, logs and the database. They stay when a name in code changes.</summary>
public static class CommandOutcomes
{
    private static readonly string[] WireNames = ["pending", "done", "refused", "too_late", "unreachable"];

    /// <summary>The outcome with this wire name, or null.</summary>
    public static CommandOutcome? FromWireName(string name) =>
        Array.IndexOf(WireNames, name) is >= 0 and var index ? (CommandOutcome)index : null;

    extension(CommandOutcome outcome)
    {
        public string WireName => WireNames[(int)outcome];
    }
}

/// <summary>The words for means in bodies, logs and the database. They stay when a name in code changes.</summary>
public static class MeansOfForceComplete
{
    private static readonly string[] WireNames = ["post_copy", "pause"];

    /// <summary>The means with this wire name, or null.</summary>
    public static ForceCompleteMeans? FromWireName(string name) =>
        Array.IndexOf(WireNames, name) is >= 0 and var index ? (ForceCompleteMeans)index : null;

    extension(ForceCompleteMeans means)
    {
        public string WireName => WireNames[(int)means];
    }
}
