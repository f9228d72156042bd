using Migrations.Storage.Rows;

namespace Migrations.Storage.Stores;

/// <summary>Writes the SQL of one page so that it is read off one index, in order, and stops at the limit.</summary>
/// <remarks>
/// Every index is a filter followed by created_at, so the planner's only choice is which filter to seek by. Without
/// statistics it guesses; so the most selective one is chosen here and the others are kept from it by a unary plus.
/// </remarks>
internal static class MigrationPage
{
    /// <summary>A page, newest first.</summary>
    public static string Sql(MigrationQuery query) => Sql(query, Bounds(query), "created_at DESC, id DESC");

    /// <summary>A stretch of all that match, oldest first, after the marker unless it is the first one.</summary>
    public static string SqlOldestFirst(MigrationQuery query, bool isFirst)
    {
        var bounds = Bounds(query with { Marker = null });
        return Sql(query, isFirst ? bounds : bounds.Append("(created_at, id) > (@MarkerCreatedAt, @MarkerId)"), "created_at, id");
    }

    private static string Sql(MigrationQuery query, IEnumerable<string> bounds, string order)
    {
        var filters = Filters(query).ToList();
        var checks = filters.Skip(1).Select(filter => filter.Check).Concat(bounds).ToList();
        var seeks = filters.Count == 0 ? [[]] : filters[0].Seeks.Select(seek => new[] { seek });
        var selects = seeks.Select(seek => Select([.. seek, .. checks]));
        return $"{string.Join(" UNION ALL ", selects)} ORDER BY {order} LIMIT @Limit";
    }

    private static string Select(string[] conditions)
    {
        var where = conditions is [] ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        return $"SELECT {MigrationSummaryRow.SummaryColumns} FROM {MigrationSummaryRow.Source}{where}";
    }

    /// <summary>The given filters, the ones that leave fewest migrations first.</summary>
    private static IEnumerable<Filter> Filters(MigrationQuery query)
    {
        var isUnfinished = query.Status is { } name && MigrationStatuses.FromWireName(name) is { IsFinal: false };
        if (query.ServerUuid is not null)
            yield return Filter.Equal("server_uuid = @ServerUuid");
        if (isUnfinished)
            yield return Filter.Equal("status = @Status");
        if (query.UserId is not null)
            yield return Filter.Equal("user_id = @UserId");
        if (query.ProjectId is not null)
            yield return Filter.Equal("project_id = @ProjectId");
        if (query.Status is not null && !isUnfinished)
            yield return Filter.Equal("status = @Status");
        if (query.Host is not null)
            yield return Filter.EitherEnd;
        if (query.SourceCompute is not null)
            yield return Filter.Equal("source_compute = @SourceCompute");
    }

    /// <summary>
    /// A migration has changed no earlier than the shortest and no later than the longest lifetime after its creation,
    /// so what bounds the change also bounds the part of the index to be read.
    /// </summary>
    private static IEnumerable<string> Bounds(MigrationQuery query)
    {
        if (query.Marker is not null)
            yield return "(created_at, id) < (@MarkerCreatedAt, @MarkerId)";
        else if (query.ChangedBefore is not null)
            yield return $"created_at <= @ChangedBefore - {Lifetime("min")}";
        if (query.ChangedBefore is not null)
            yield return "changed_at <= @ChangedBefore";
        if (query.ChangedSince is not null)
        {
            yield return $"created_at >= @ChangedSince - {Lifetime("max")}";
            yield return "changed_at >= @ChangedSince";
        }
    }

    /// <summary>The shortest or longest of all lifetimes. The index of lifetimes has ended migrations only; those in progress are all read.</summary>
    private static string Lifetime(string extreme) =>
        $"""
        (SELECT {extreme}(lifetime) FROM (
          SELECT {extreme}(lifetime) AS lifetime FROM migrations WHERE ended_at IS NOT NULL
          UNION ALL SELECT {extreme}(lifetime) FROM {MigrationSummaryRow.Source} WHERE ended_at IS NULL))
        """;

    /// <param name="Seeks">Conditions for an index; what they find is disjoint.</param>
    /// <param name="Check">The same as one condition that no index is used for.</param>
    private sealed record Filter(string[] Seeks, string Check)
    {
        public static Filter EitherEnd { get; } = new(
            ["source_compute = @Host", "dest_compute = @Host AND +source_compute IS NOT @Host"],
            "@Host IN (source_compute, dest_compute)");

        public static Filter Equal(string condition) => new([condition], $"+{condition}");
    }
}

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
