using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Microversions;
using Migrations.Api.Requests;
using Migrations.Api.Servers;

namespace Migrations.Api.MigrationHistory;

/// <summary>The history in the form of each microversion.</summary>
internal static class HistoryAnswer
{
    /// <summary>All of it, as before 2.59.</summary>
    public static VersionedAnswer<HistoryListBody<HistoryWithOwnerBody>> Whole(
        IEnumerable<Migration> migrations, ComputeRequest request, HttpRequest http, bool withHosts, UnpagedLists unpaged) =>
        new(new UnpagedHistory(
            migrations.Select(each => new HistoryBody(each, request.Version, withHosts, LinksTo(each, request, http))), unpaged));

    /// <summary>A page of it.</summary>
    public static VersionedAnswer<HistoryListBody<HistoryWithOwnerBody>> Page(
        IReadOnlyList<Migration> page, HistoryFilter filter, ComputeRequest request, HttpRequest http, bool withHosts)
    {
        var next = request.Version >= ApiVersions.Uuids && page.Count == filter.Query.Limit ? NextPage(http, page[^1]) : null;
        return new VersionedAnswer<HistoryListBody<HistoryWithOwnerBody>>(request.Version >= ApiVersions.Owners
            ? new JsonAnswer<HistoryListBody<HistoryWithOwnerBody>>(
                new HistoryListBody<HistoryWithOwnerBody>(
                    [.. page.Select(each => new HistoryWithOwnerBody(each, request.Version, withHosts, LinksTo(each, request, http)))],
                    next),
                HistoryJson.Default.HistoryListBodyHistoryWithOwnerBody)
            : new JsonAnswer<HistoryListBody<HistoryBody>>(
                new HistoryListBody<HistoryBody>(
                    [.. page.Select(each => new HistoryBody(each, request.Version, withHosts, LinksTo(each, request, http)))],
                    next),
                HistoryJson.Default.HistoryListBodyHistoryBody));
    }

    private static LinkBody[]? LinksTo(Migration migration, ComputeRequest request, HttpRequest http)
    {
        if (request.Version < ApiVersions.ListAndShow || !migration.Status.IsInProgress)
            return null;
        var path = $"{ProjectOf(http)}/servers/{migration.ServerUuid}/migrations/{migration.Id}";
        return [new("self", RootUrl.Of(http) + ComputeRoutes.Current + path), new("bookmark", RootUrl.Of(http) + path)];
    }

    private static LinkBody[] NextPage(HttpRequest http, Migration last)
    {
        var query = http.Query.Where(parameter => parameter.Key != "marker")
            .Append(new KeyValuePair<string, StringValues>("marker", last.Uuid.ToString()))
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal);
        var page = $"{RootUrl.Of(http)}{ComputeRoutes.Current}{ProjectOf(http)}/os-migrations";
        return [new("next", QueryHelpers.AddQueryString(page, query))];
    }

    private static string ProjectOf(HttpRequest http) =>
        http.RouteValues[ProjectInUrl.Name] is string project ? "/" + project : "";
}
