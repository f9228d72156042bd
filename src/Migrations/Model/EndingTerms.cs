namespace Migrations.Model;

/// <summary>What somebody has set for one migration in place of the settings that bring migrations to an end; null where the settings hold.</summary>
public sealed record EndingTerms
{
    public static EndingTerms None { get; } = new();

    /// <summary>How long it may take from the beginning of its job; zero for as long as it takes.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>What is then done to it.</summary>
    public CommandKind? Action { get; init; }

    /// <summary>How long the server may be paused at the end.</summary>
    public TimeSpan? MaxDowntime { get; init; }

    /// <summary>Maximum speed of the copy; at least 1.</summary>
    public long? MebibytesPerSecond { get; init; }
}
