using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Registers authentication by Keystone.</summary>
public static class KeystoneServices
{
    /// <summary>Adds the scheme <c>keystone</c> with the settings of a section.</summary>
    public static AuthenticationBuilder AddKeystone(this AuthenticationBuilder authentication, IConfiguration section)
    {
        var services = authentication.Services;
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
        // ASP.NET Core logs three lines per refused token, which say no more than the status of the answer.
        services.Configure<LoggerFilterOptions>(log => log.AddFilter(typeof(KeystoneHandler).FullName, LogLevel.Warning));
        return authentication.AddScheme<AuthenticationSchemeOptions, KeystoneHandler>(KeystoneHandler.SchemeName, null);
    }
}
