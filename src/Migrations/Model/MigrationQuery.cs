namespace Migrations.Model;

/// <summary>Which migrations to list, finished ones included; a null filter does not filter.</summary>
public sealed record MigrationQuery
{
    /// <summary>Matches the compute service at either end.</summary>
    public string? Host { get; init; }

    public string? SourceCompute { get; init; }
    public Guid? ServerUuid { get; init; }

    /// <summary>The wire name of a status; an unknown name matches nothing.</summary>
    public string? Status { get; init; }

    public string? UserId { get; init; }
    public string? ProjectId { get; init; }

    /// <summary>Updated (or, if never, created) at this time or later.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Updated (or, if never, created) at this time or earlier.</summary>
    public DateTimeOffset? ChangedBefore { get; init; }

    /// <summary>The last migration of the page before.</summary>
    public Guid? Marker { get; init; }

    public required int Limit { get; init; }
}
