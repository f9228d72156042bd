namespace Migrations.Api.Requests;

/// <summary>The roots of the compute API: with and without the project in the URL, and the old root without microversions.</summary>
internal static class ComputeRoutes
{
    public const string Current = "/v2.1";
    public const string Legacy = "/v2";

    /// <summary>Maps the same endpoints below every root; the API document describes them once.</summary>
    public static void MapCompute(this IEndpointRouteBuilder app, Action<IEndpointRouteBuilder> map)
    {
        const string inProject = $"/{{{ProjectInUrl.Name}:{ProjectInUrl.Name}}}";
        map(app.MapGroup(Current));
        map(app.MapGroup(Current + inProject).ExcludeFromDescription());
        map(app.MapGroup(Legacy).WithMetadata(new LegacyRoot()).ExcludeFromDescription());
        map(app.MapGroup(Legacy + inProject).WithMetadata(new LegacyRoot()).ExcludeFromDescription());
    }
}
