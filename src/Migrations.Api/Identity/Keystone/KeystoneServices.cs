using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Registers authentication by Keystone.</summary>
public static class KeystoneServices
{
    /// <summary>Adds <c>Auth:Mode=keystone</c> with the settings of a section.</summary>
    public static IServiceCollection AddKeystone(this IServiceCollection services, IConfiguration section)
    {
        services.AddSingleton<IValidateOptions<KeystoneOptions>, KeystoneOptionsValidator>();
        services.AddOptions<KeystoneOptions>().Bind(section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<KeystoneLog>();
        services.AddSingleton<ServiceCredentials>();
        services.AddSingleton(provider => new KeystoneApi(
            KeystoneConnection.Create(provider.GetRequiredService<IOptions<KeystoneOptions>>().Value),
            provider.GetRequiredService<IOptions<KeystoneOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OwnToken>();
        services.AddSingleton<TokenValidator>();
        services.AddSingleton<TokenCache>();
        return services.AddSingleton<IAuthentication, KeystoneAuthentication>();
    }
}
