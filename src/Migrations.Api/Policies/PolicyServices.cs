using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Migrations.Api.Policies.Files;
using Migrations.Settings;

namespace Migrations.Api.Policies;

/// <summary>Registers the policy.</summary>
public static class PolicyServices
{
    /// <summary>Adds <see cref="IPolicy"/>, which decides by the policy files. They are read when the host starts.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services)
    {
        services.AddOptions<PolicyOptions>().BindConfiguration(PolicyOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PolicyLog>();
        services.AddSingleton(provider => new PolicySources(
            provider.GetRequiredService<IOptions<PolicyOptions>>().Value.File,
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath));
        services.AddSingleton<PolicyEnforcer>();
        services.AddSingleton<IPolicy>(provider => provider.GetRequiredService<PolicyEnforcer>());
        return services.AddHostedService<PolicyWatcher>();
    }
}

/// <summary>Where the rules are; the <c>Policy</c> section.</summary>
public sealed class PolicyOptions
{
    public const string Section = "Policy";

    [Description("Who may do what, in YAML, or in JSON by its extension; then the files of policy.d beside it")]
    [DisplayFormat(NullDisplayText = "policy.yaml or policy.json if there is one, else administrators only")]
    [FilePath(MustExist = true)]
    public string? File { get; set; }
}
