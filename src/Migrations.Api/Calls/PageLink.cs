using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>The link from a page to the next one, as the caller reaches the service, with the project if the request has it.</summary>
internal static class PageLink
{
    /// <summary>Nova's <c>max_limit</c>: the size of a page unless a smaller one is asked for.</summary>
    public const int MaxLimit = 1000;

    /// <summary>The same query with another marker.</summary>
    /// <param name="path">The path of the list, below version and project.</param>
    public static LinkBody[] After(string marker, string path, HttpRequest http)
    {
        var query = http.Query.Where(parameter => parameter.Key != "marker")
            .Append(new KeyValuePair<string, StringValues>("marker", marker))
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal);
        var page = $"{RootUrl.Of(http)}{ComputeRoutes.Current}{ProjectInUrl.PathOf(http)}{path}";
        return [new("next", QueryHelpers.AddQueryString(page, query))];
    }
}
