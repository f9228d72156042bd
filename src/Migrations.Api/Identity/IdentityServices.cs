using Microsoft.AspNetCore.Authentication;
using Migrations.Api.Identity.Keystone;
using Migrations.Api.Settings;

namespace Migrations.Api.Identity;

/// <summary>Registers how callers are authenticated.</summary>
internal static class IdentityServices
{
    /// <summary>Adds the authentication scheme that <c>Auth:Mode</c> names.</summary>
    /// <exception cref="SettingException">There is no such mode.</exception>
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        var mode = builder.Configuration["Auth:Mode"] ?? NoAuthenticationHandler.SchemeName;
        // Otherwise ASP.NET Core authenticates every request, even if it needs no token.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        // AddAuthentication would also add data protection and its key files.
        builder.Services.AddAuthenticationCore(options => options.DefaultChallengeScheme = mode).AddWebEncoders();
        var authentication = new AuthenticationBuilder(builder.Services);
        switch (mode)
        {
            case NoAuthenticationHandler.SchemeName:
                authentication.AddScheme<AuthenticationSchemeOptions, NoAuthenticationHandler>(mode, null);
                break;
            case KeystoneHandler.SchemeName:
                authentication.AddKeystone(builder.Configuration.GetSection(KeystoneOptions.Section));
                break;
            default:
                throw new SettingException($"Auth:Mode={mode}: choose none or keystone.");
        }
    }
}
