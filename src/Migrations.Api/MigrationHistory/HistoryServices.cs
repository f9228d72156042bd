using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Api.MigrationHistory;

/// <summary>Registers the history.</summary>
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

/// <summary>Limits of lists that have no pages; part of the <c>Limits</c> section.</summary>
public sealed class UnpagedListsOptions
{
    public const string Section = "Limits";

    [Description("Maximum number of concurrent lists of all migrations without pages, as before 2.59")]
    [Range(1, 100)]
    public int UnpagedLists { get; set; } = 4;

    [Description("How long a caller may take to read such a list")]
    [DurationRange("1s", "1d")]
    public TimeSpan UnpagedListTime { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Refuses limits out of range.</summary>
[OptionsValidator]
internal sealed partial class UnpagedListsOptionsValidator : IValidateOptions<UnpagedListsOptions>;
