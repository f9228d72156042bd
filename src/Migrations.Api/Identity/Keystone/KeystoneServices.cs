using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Puts Keystone into the host.</summary>
public static class KeystoneServices
{
    /// <summary>Adds the scheme <c>keystone</c> with the settings of a section.</summary>
    public static AuthenticationBuilder AddKeystone(this AuthenticationBuilder authentication, IConfiguration section)
    {
        var services = authentication.Services;
        services.AddSingleton<IValidateOptions<KeystoneOptions>, KeystoneOptionsCheck>();
        services.AddOptions<KeystoneOptions>().Bind(section).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<KeystoneJournal>();
        services.AddSingleton<ServiceCredentials>();
        services.AddSingleton(provider => new KeystoneApi(
            KeystoneConnection.Create(provider.GetRequiredService<IOptions<KeystoneOptions>>().Value),
            provider.GetRequiredService<IOptions<KeystoneOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<OwnToken>();
        services.AddSingleton<TokenValidator>();
        services.AddSingleton<TokenCache>();
        // The framework's own words about each refused token: three lines that say less than the answer's status.
        services.Configure<LoggerFilterOptions>(log => log.AddFilter(typeof(KeystoneHandler).FullName, LogLevel.Warning));
        return authentication.AddScheme<AuthenticationSchemeOptions, KeystoneHandler>(KeystoneHandler.SchemeName, null);
    }
}
