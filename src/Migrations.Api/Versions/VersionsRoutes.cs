using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Wire;

namespace Migrations.Api.Versions;

/// <summary>Version discovery: needs no token, and answers every method alike, as Nova does.</summary>
internal static class VersionsRoutes
{
    private static readonly DescribedCall AllCall = new("listVersions")
    {
        Example = _ => DescribedCall.Write(
            new([VersionBody.Legacy(Sample.Root), VersionBody.Current(Sample.Root)]), VersionsJson.Default.VersionListBody),
    };

    private static readonly DescribedCall CurrentCall = new("showVersion")
    {
        Refusals = () => Negotiation.Refusals,
        Example = _ => DescribedCall.Write(new(VersionBody.Current(Sample.Root).Detailed()), VersionsJson.Default.VersionShowBody),
    };

    public static void MapVersions(this IEndpointRouteBuilder app)
    {
        var versions = app.MapGroup("").WithTags(CallGroups.Versions);
        versions.Map("/", All).WithMetadata(AllCall);
        versions.Map(ComputeRoutes.Current, Current).WithMetadata(CurrentCall);
        versions.Map(ComputeRoutes.Legacy, Legacy).ExcludeFromDescription();
    }

    /// <summary>List the versions of the compute API.</summary>
    /// <remarks>Needs no token. Any method is answered alike.</remarks>
    /// <response code="200">The versions, and the microversions that they speak.</response>
    internal static JsonAnswer<VersionListBody> All(HttpRequest request)
    {
        var root = RootUrl.Of(request);
        return new(
            new VersionListBody([VersionBody.Legacy(root), VersionBody.Current(root)]), VersionsJson.Default.VersionListBody);
    }

    /// <summary>Show the version with microversions.</summary>
    /// <remarks>Needs no token, with or without a slash at the end. Any method is answered alike.</remarks>
    /// <response code="200">The version, and the microversions that it speaks.</response>
    internal static Results<JsonAnswer<VersionShowBody>, Fault> Current(HttpContext context) =>
        Negotiation.Negotiate(context, out _) is { } fault ? fault : Show(VersionBody.Current(RootUrl.Of(context.Request)));

    private static JsonAnswer<VersionShowBody> Legacy(HttpRequest request) => Show(VersionBody.Legacy(RootUrl.Of(request)));

    private static JsonAnswer<VersionShowBody> Show(VersionBody version) =>
        new(new VersionShowBody(version.Detailed()), VersionsJson.Default.VersionShowBody);
}
