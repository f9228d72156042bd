using Microsoft.Extensions.Options;

namespace Migrations.Api.MigrationHistory;

/// <summary>Registers what the history needs.</summary>
internal static class HistoryServices
{
    public static IServiceCollection AddHistory(this IServiceCollection services)
    {
        services.AddOptions<UnpagedListsOptions>().BindConfiguration(UnpagedListsOptions.Section);
        return services
            .AddSingleton<IValidateOptions<UnpagedListsOptions>, UnpagedListsOptionsValidator>()
            .AddSingleton<UnpagedLists>();
    }
}
