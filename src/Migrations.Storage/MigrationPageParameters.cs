namespace Migrations.Storage;

/// <summary>The values in the SQL of <see cref="MigrationPage"/>.</summary>
internal sealed record MigrationPageParameters
{
    public string? Host { get; init; }
    public string? SourceCompute { get; init; }
    public string? ServerUuid { get; init; }
    public string? Status { get; init; }
    public string? UserId { get; init; }
    public string? ProjectId { get; init; }
    public long? ChangedSince { get; init; }
    public long? ChangedBefore { get; init; }
    public long? MarkerCreatedAt { get; init; }
    public long? MarkerId { get; init; }
    public required int Limit { get; init; }

    public static MigrationPageParameters From(MigrationQuery query, PageMarker? marker) => new()
    {
        Host = query.Host,
        SourceCompute = query.SourceCompute,
        ServerUuid = query.ServerUuid?.ToString(),
        Status = query.Status,
        UserId = query.UserId,
        ProjectId = query.ProjectId,
        ChangedSince = UnixMicroseconds.From(query.ChangedSince),
        ChangedBefore = UnixMicroseconds.From(query.ChangedBefore),
        MarkerCreatedAt = marker?.CreatedAt,
        MarkerId = marker?.Id,
        Limit = query.Limit,
    };
}

/// <summary>Where the page before ended.</summary>
internal sealed record PageMarker
{
    public required long CreatedAt { get; init; }
    public required long Id { get; init; }
}
