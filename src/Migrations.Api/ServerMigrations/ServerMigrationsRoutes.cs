using Migrations.Api.Microversions;
using Migrations.Api.Requests;

namespace Migrations.Api.ServerMigrations;

/// <summary>The routes of a server's live migrations.</summary>
internal static class ServerMigrationsRoutes
{
    public static void MapServerMigrations(this IEndpointRouteBuilder app)
    {
        var migrations = app.MapGroup("/servers/{server}/migrations").WithTags("Server migrations");

        migrations.MapGet("", ListMigrations.Handle)
            .WithMetadata(new ComputeCall("listServerMigrations", ApiVersions.ListAndShow) { StrictQuerySince = ApiVersions.StrictQuery });

        migrations.MapGet("/{migration}", ShowMigration.Handle)
            .WithMetadata(new ComputeCall("showServerMigration", ApiVersions.ListAndShow) { StrictQuerySince = ApiVersions.StrictQuery });

        migrations.MapPost("/{migration}/action", ForceCompleteMigration.HandleAsync)
            .WithMetadata(new ComputeCall("forceCompleteServerMigration", ApiVersions.ForceComplete) { Action = "force_complete" })
            .RequireRateLimiting(CommandRate.Policy);

        migrations.MapDelete("/{migration}", AbortMigration.HandleAsync)
            .WithMetadata(new ComputeCall("abortServerMigration", ApiVersions.Abort))
            .RequireRateLimiting(CommandRate.Policy);
    }
}
