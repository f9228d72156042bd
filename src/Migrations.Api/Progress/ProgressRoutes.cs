using Migrations.Api.Microversions;
using Migrations.Api.Requests;

namespace Migrations.Api.Progress;

/// <summary>The route of this service's own addition to Nova's API.</summary>
internal static class ProgressRoutes
{
    public static void MapProgress(this IEndpointRouteBuilder app) =>
        app.MapGet("/servers/{server}/migrations/{migration}/progress", ShowProgress.Handle)
            .WithTags("Server migrations")
            .WithMetadata(new ComputeCall("showServerMigrationProgress", ApiVersions.ListAndShow));
}
