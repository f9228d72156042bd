namespace Migrations.Model;

/// <summary>How a migration came to be started by this service, and how far that is.</summary>
public sealed record MigrationStart
{
    public required StartOrder Order { get; init; }
    public required Requester RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>The caller waits for the result of the pre-check: before 2.34.</summary>
    public required bool IsAwaited { get; init; }

    /// <summary>When the pre-check was passed; null before, and when it was not.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>When the hypervisor was told to begin; from then on there may be a job. Null before.</summary>
    public DateTimeOffset? CalledAt { get; init; }

    /// <summary>What was set for this migration in place of the settings that bring it to an end.</summary>
    public EndingTerms Terms { get; init; } = EndingTerms.None;

    /// <summary>The pause at its end that its policy has allowed so far; null before.</summary>
    public TimeSpan? AllowedDowntime { get; init; }
}
