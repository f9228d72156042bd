using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Migrations.Api.Policies.Files;

namespace Migrations.Api.Policies;

/// <summary>Puts the policy into the host.</summary>
public static class PolicyServices
{
    /// <summary>Decides by the policy files that the <c>Policy</c> section names. They are read when the host starts.</summary>
    public static IServiceCollection AddPolicy(this IServiceCollection services)
    {
        services.AddOptions<PolicyOptions>().BindConfiguration("Policy");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PolicyJournal>();
        services.AddSingleton(provider => new PolicySources(
            provider.GetRequiredService<IOptions<PolicyOptions>>().Value.File,
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath));
        services.AddSingleton<PolicyEnforcer>();
        services.AddSingleton<IPolicy>(provider => provider.GetRequiredService<PolicyEnforcer>());
        return services.AddHostedService<PolicyWatcher>();
    }
}
