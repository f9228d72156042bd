namespace Migrations.Model;

/// <summary>A change of a migration that somebody may want to be told of: an entry of the event log.</summary>
public sealed record MigrationEvent
{
    /// <summary>Assigned by the store, ascending and never twice; 0 while the event has not been stored.</summary>
    public long Id { get; init; }

    public required MigrationEventKind Kind { get; init; }

    /// <summary>0 while the migration has not been stored.</summary>
    public required long MigrationId { get; init; }

    public required Guid ServerUuid { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The migration's status after the change.</summary>
    public required MigrationStatus Status { get; init; }

    /// <summary>The verdict after the change; null when it is over, and when none was told before.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Why, for a person; null when there is nothing to add.</summary>
    public string? Text { get; init; }

    /// <summary>The command that was accepted or settled; null in events of other kinds.</summary>
    public EventCommand? Command { get; init; }
}

/// <summary>A command as an event tells of it.</summary>
/// <param name="RequestId">The request that gave it.</param>
public sealed record EventCommand(long Id, CommandKind Kind, CommandOutcome Outcome, ForceCompleteMeans? Means, string RequestId);

/// <summary>What an event tells of.</summary>
public enum MigrationEventKind
{
    /// <summary>The migration was seen for the first time.</summary>
    Seen,

    /// <summary>It has another status, and is not over.</summary>
    Status,

    /// <summary>It has another verdict.</summary>
    Verdict,

    /// <summary>A force-complete or an abort of it was accepted.</summary>
    CommandAccepted,

    /// <summary>Such a command was carried out, or given up.</summary>
    CommandSettled,

    /// <summary>It is over.</summary>
    Ended,

    /// <summary>The policy that brings it to an end has done something, or was changed; the text says what.</summary>
    Policy,
}

/// <summary>The words for kinds of events in the stream and the database. They stay when a name in code changes.</summary>
public static class MigrationEventKinds
{
    private static readonly string[] WireNames = ["seen", "status", "verdict", "command_accepted", "command_settled", "ended", "policy"];

    /// <summary>The kind with this wire name, or null.</summary>
    public static MigrationEventKind? FromWireName(string name) =>
        Array.IndexOf(WireNames, name) is >= 0 and var index ? (MigrationEventKind)index : null;

    extension(MigrationEventKind kind)
    {
        public string WireName => WireNames[(int)kind];
    }
}

/// <summary>A migration to be stored, and the events that tell how it has changed.</summary>
public sealed record MigrationChange(Migration Migration, IReadOnlyList<MigrationEvent> Events)
{
    /// <summary>What is stored of it; null when it is new, or when that is not known.</summary>
    public Migration? Before { get; init; }

    /// <summary>How this service starts it, when that is new or has changed, and when the migration is over; else null.</summary>
    public MigrationStart? Start { get; init; }
}
