using Migrations.Api.Calls;
using Migrations.Api.EventStreams;
using Migrations.Api.MigrationHistory;
using Migrations.Api.MigrationPolicies;
using Migrations.Api.Pipeline;
using Migrations.Api.Policies;
using Migrations.Api.ServerActions;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Servers;

namespace Migrations.Api;

/// <summary>The compute API: its calls, what they share, and their routes. The file of a call's handler describes the call.</summary>
internal static class ComputeApi
{
    public static IReadOnlyList<ComputeCall> Calls { get; } =
    [
        ListServers.Call,
        ListServers.DetailedCall,
        ShowServer.Call,
        MigrateServer.Call,
        ListMigrations.Call,
        ShowMigration.Call,
        ForceCompleteMigration.Call,
        AbortMigration.Call,
        ShowProgress.Call,
        ListSamples.Call,
        ShowPolicy.Call,
        SetPolicy.Call,
        FollowMigration.Call,
        FollowMigrations.Call,
        ListHistory.Call,
        ListActions.Call,
        ShowAction.Call,
    ];

    /// <summary>Adds what calls need: routes, policy, rate limit, the lookup of servers, and a bound on lists without pages.</summary>
    public static void AddComputeApi(this WebApplicationBuilder builder) => builder.Services
        .AddRouting(routing => routing.SetParameterPolicy<ProjectInUrl>(ProjectInUrl.Name))
        .AddPolicy()
        .AddCommandRate(builder.Configuration)
        .AddUnpagedLists()
        .AddEventStreams()
        .AddSingleton<FirstContact>()
        .AddSingleton<ServerLookup>()
        .AddSingleton<Staleness>()
        .AddSingleton<UnversionedClients>();

    /// <summary>Maps every call below every root, with and without the project in the URL. The API document describes each call once.</summary>
    public static void MapCompute(this IEndpointRouteBuilder app)
    {
        const string inProject = $"/{{{ProjectInUrl.Name}:{ProjectInUrl.Name}}}";
        RouteGroupBuilder[] roots =
        [
            app.MapGroup(ComputeRoutes.Current),
            app.MapGroup(ComputeRoutes.Current + inProject).ExcludeFromDescription(),
            app.MapGroup(ComputeRoutes.Legacy).WithMetadata(new LegacyRoot()).ExcludeFromDescription(),
            app.MapGroup(ComputeRoutes.Legacy + inProject).WithMetadata(new LegacyRoot()).ExcludeFromDescription(),
        ];
        foreach (var root in roots)
            foreach (var call in Calls)
                call.Map(root);
    }
}
