using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Faults;
using Migrations.Api.Identity;
using Migrations.Api.Microversions;
using Migrations.Api.Policies;
using Migrations.Api.Requests;

namespace Migrations.Api.MigrationHistory;

/// <summary>GET /os-migrations: all live migrations, in progress and over.</summary>
internal static class ListHistory
{
    private static readonly VersionedJson<HistoryListBody> PageJson = new(HistoryJson.Default.HistoryListBody);
    private static readonly VersionedJson<HistoryBody> EntryJson = new(HistoryJson.Default.HistoryBody);

    /// <summary>List all live migrations, in progress and over.</summary>
    /// <remarks>
    /// Newest first and in pages from 2.59 on: follow the link next in migrations_links while there is one. Unknown query
    /// parameters are refused from 2.59 on and ignored before.
    /// </remarks>
    /// <response code="200">A page of the migrations that match.</response>
    public static Results<JsonAnswer<HistoryListBody>, UnpagedHistory, Fault> Handle(
        ComputeRequest request, HttpRequest http, IPolicy policy, IMigrationStore store, UnpagedLists unpaged)
    {
        if (HistoryFilter.Parse(http.Query, request.Version, out var filter) is { } malformed)
            return malformed;
        if (Check(policy, request.Caller, filter) is { } forbidden)
            return forbidden;
        if (filter.IsImpossible)
            return new JsonAnswer<HistoryListBody>(new HistoryListBody([], MigrationsLinks: null), PageJson.At(request.Version));

        var withHosts = policy.Allows(PolicyRules.HistoryHosts, request.Caller, request.Caller.ProjectId);
        if (request.Version < ApiVersions.Uuids)
            return new UnpagedHistory(
                store.QueryAll(filter.Query).Select(Entry), EntryJson.At(request.Version), unpaged);
        if (store.Query(filter.Query) is not { } page)
            return MarkerNotFound(http.Query["marker"].ToString());
        var next = page.Count == filter.Query.Limit ? HistoryLinks.ToPageAfter(page[^1], http) : null;
        return new JsonAnswer<HistoryListBody>(new HistoryListBody([.. page.Select(Entry)], next), PageJson.At(request.Version));

        HistoryBody Entry(Migration migration) => new(migration, withHosts, HistoryLinks.To(migration, http));
    }

    internal static Fault MarkerNotFound(string marker) => Fault.BadRequest($"Marker {marker} could not be found.");

    /// <summary>Whoever does not ask for its own project asks for all.</summary>
    private static Fault? Check(IPolicy policy, Caller caller, HistoryFilter filter) =>
        policy.Check(PolicyRules.History, caller, caller.ProjectId)
        ?? (filter.Query.ProjectId is { } project && project == caller.ProjectId
            ? null
            : policy.Check(PolicyRules.HistoryOfAllProjects, caller, caller.ProjectId));
}
