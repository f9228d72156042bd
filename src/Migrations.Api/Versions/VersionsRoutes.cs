using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Faults;
using Migrations.Api.Microversions;
using Migrations.Api.Requests;

namespace Migrations.Api.Versions;

/// <summary>Version discovery: needs no token, and answers every method alike, as Nova does.</summary>
internal static class VersionsRoutes
{
    public static void MapVersions(this IEndpointRouteBuilder app)
    {
        app.Map("/", All);
        app.Map(ComputeRoutes.Current, Current);
        app.Map(ComputeRoutes.Legacy, Legacy);
    }

    private static JsonAnswer<VersionListBody> All(HttpRequest request)
    {
        var root = RootUrl.Of(request);
        return new(
            new VersionListBody([VersionBody.Legacy(root), VersionBody.Current(root)]), VersionsJson.Default.VersionListBody);
    }

    private static Results<JsonAnswer<VersionShowBody>, Fault> Current(HttpContext context) =>
        Negotiation.Negotiate(context, out _) is { } fault ? fault : Show(VersionBody.Current(RootUrl.Of(context.Request)));

    private static JsonAnswer<VersionShowBody> Legacy(HttpRequest request) => Show(VersionBody.Legacy(RootUrl.Of(request)));

    private static JsonAnswer<VersionShowBody> Show(VersionBody version) =>
        new(new VersionShowBody(version.Detailed()), VersionsJson.Default.VersionShowBody);
}
