using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Microversions;
using Migrations.Api.Requests;
using Migrations.Api.Servers;

namespace Migrations.Api.MigrationHistory;

/// <summary>A page of the history, in the form of each microversion.</summary>
internal static class HistoryAnswer
{
    public static VersionedAnswer<HistoryListBody<HistoryWithOwnerBody>> Of(
        IEnumerable<Migration> page, HistoryFilter filter, ComputeRequest request, HttpRequest http, bool withHosts)
    {
        var migrations = page.ToList();
        var next = request.Version >= ApiVersions.Uuids && migrations.Count == filter.Query.Limit
            ? NextPage(http, migrations[^1])
            : null;
        return new VersionedAnswer<HistoryListBody<HistoryWithOwnerBody>>(request.Version >= ApiVersions.Owners
            ? new JsonAnswer<HistoryListBody<HistoryWithOwnerBody>>(
                new HistoryListBody<HistoryWithOwnerBody>(
                    [.. migrations.Select(each => new HistoryWithOwnerBody(each, request.Version, withHosts, LinksTo(each, request, http)))],
                    next),
                HistoryJson.Default.HistoryListBodyHistoryWithOwnerBody)
            : new JsonAnswer<HistoryListBody<HistoryBody>>(
                new HistoryListBody<HistoryBody>(
                    [.. migrations.Select(each => new HistoryBody(each, request.Version, withHosts, LinksTo(each, request, http)))],
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
