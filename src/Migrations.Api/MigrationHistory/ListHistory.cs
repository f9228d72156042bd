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
    /// <summary>List all live migrations, in progress and over.</summary>
    /// <remarks>
    /// Newest first and in pages from 2.59 on: follow the link next in migrations_links while there is one. Unknown query
    /// parameters are refused from 2.59 on and ignored before.
    /// </remarks>
    /// <response code="200">A page of the migrations that match.</response>
    public static Results<VersionedAnswer<HistoryListBody<HistoryWithOwnerBody>>, Fault> Handle(
        ComputeRequest request, HttpRequest http, IPolicy policy, IMigrationStore store, UnpagedLists unpaged)
    {
        if (HistoryFilter.Parse(http.Query, request.Version, out var filter) is { } malformed)
            return malformed;
        if (Check(policy, request.Caller, filter) is { } forbidden)
            return forbidden;
        if (filter.IsImpossible)
            return HistoryAnswer.Page([], filter, request, http, withHosts: true);

        var withHosts = policy.Allows(PolicyRules.HistoryHosts, request.Caller, request.Caller.ProjectId);
        if (request.Version < ApiVersions.Uuids)
            return HistoryAnswer.Whole(store.QueryAll(filter.Query), request, http, withHosts, unpaged);
        return store.Query(filter.Query) is { } page
            ? HistoryAnswer.Page(page, filter, request, http, withHosts)
            : MarkerNotFound(http.Query["marker"].ToString());
    }

    internal static Fault MarkerNotFound(string marker) => Fault.BadRequest($"Marker {marker} could not be found.");

    /// <summary>Whoever does not ask for its own project asks for all.</summary>
    private static Fault? Check(IPolicy policy, Caller caller, HistoryFilter filter) =>
        policy.Check(PolicyRules.History, caller, caller.ProjectId)
        ?? (filter.Query.ProjectId is { } project && project == caller.ProjectId
            ? null
            : policy.Check(PolicyRules.HistoryOfAllProjects, caller, caller.ProjectId));
}
