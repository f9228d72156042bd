using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.ServerActions;

/// <summary>The filters and the page that the query string of a list asks for.</summary>
/// <param name="Limit">Maximum number of actions; null for all, as before 2.58.</param>
/// <param name="Marker">The request of the last action of the page before.</param>
internal sealed record ActionFilter(int? Limit, string? Marker, DateTimeOffset? Since, DateTimeOffset? Before)
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        new("limit", $"Size of the page, at most {PageLink.MaxLimit}; 0 finds nothing.")
        {
            Since = ApiVersions.ActionPages, Default = PageLink.MaxLimit,
        },
        new("marker", "request_id of the last action of the page before.") { Since = ApiVersions.ActionPages },
        new("changes-since", $"Changed at or after this time: {QueryValues.TimeForm}") { Since = ApiVersions.ActionPages },
        new("changes-before", $"Changed at or before this time: {QueryValues.TimeForm}") { Since = ApiVersions.ChangesBefore },
    ];

    /// <summary>Reads the query. It is ignored before 2.58.</summary>
    /// <remarks>Nova's order: the values of each parameter, how often it is given, and last the parameters that it does not know.</remarks>
    public static Fault? Parse(IQueryCollection query, Microversion version, out ActionFilter filter)
    {
        filter = new ActionFilter(Limit: null, Marker: null, Since: null, Before: null);
        if (version < ApiVersions.ActionPages)
            return null;

        DateTimeOffset? since = null, before = null;
        var fault = QueryValues.Limit(query["limit"], out var limit)
            ?? QueryValues.Single(query, "limit", "marker")
            ?? QueryValues.Time("changes-since", query["changes-since"], out since)
            ?? QueryValues.Single(query, "changes-since")
            ?? (version < ApiVersions.ChangesBefore
                ? null
                : QueryValues.Time("changes-before", query["changes-before"], out before) ?? QueryValues.Single(query, "changes-before"))
            ?? StrictQuery.Check(query, version, Parameters);
        filter = new ActionFilter(Math.Min(limit ?? PageLink.MaxLimit, PageLink.MaxLimit), query["marker"], since, before);
        return fault;
    }

    public ServerActionQuery ToQuery(Guid serverUuid) => new()
    {
        ServerUuid = serverUuid,
        ChangedSince = Since,
        ChangedBefore = Before,
        Marker = Marker,
        Limit = Limit,
    };
}
