using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.MigrationHistory;

/// <summary>The addresses in the history, as the caller reaches the service, with the project if the request has it.</summary>
internal static class HistoryLinks
{
    /// <summary>Where to show the migration; null when it is not in progress.</summary>
    public static LinkBody[]? To(Migration migration, HttpRequest http)
    {
        if (!migration.Status.IsInProgress)
            return null;
        var path = $"{ProjectOf(http)}/servers/{migration.ServerUuid}/migrations/{migration.Id}";
        return [new("self", RootUrl.Of(http) + ComputeRoutes.Current + path), new("bookmark", RootUrl.Of(http) + path)];
    }

    /// <summary>The page after the one that ends with this migration: the same query with another marker.</summary>
    public static LinkBody[] ToPageAfter(Migration last, HttpRequest http)
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
