using Microsoft.Extensions.Options;
using Migrations.Api.Microversions;
using Migrations.Api.Requests;

namespace Migrations.Api.MigrationHistory;

/// <summary>The route of all live migrations, in progress and over.</summary>
internal static class HistoryRoutes
{
    public static IServiceCollection AddHistory(this IServiceCollection services)
    {
        services.AddOptions<UnpagedListsOptions>().BindConfiguration(UnpagedListsOptions.Section);
        return services
            .AddSingleton<IValidateOptions<UnpagedListsOptions>, UnpagedListsOptionsValidator>()
            .AddSingleton<UnpagedLists>();
    }

    public static void MapHistory(this IEndpointRouteBuilder app) =>
        app.MapGet("/os-migrations", ListHistory.Handle).WithTags("Migrations")
            .WithMetadata(new ComputeCall("listMigrations", Microversion.Minimum));
}
