using Microsoft.AspNetCore.Authentication;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Api.Identity;

/// <summary>Registers how callers are authenticated.</summary>
internal static class IdentityServices
{
    /// <summary>Adds the authentication scheme that <c>Auth:Mode</c> names.</summary>
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        var mode = AuthOptions.Of(builder.Configuration).Mode;
        // Otherwise ASP.NET Core authenticates every request, even if it needs no token.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        // AddAuthentication would also add data protection and its key files.
        builder.Services.AddAuthenticationCore(options => options.DefaultChallengeScheme = mode).AddWebEncoders();
        var authentication = new AuthenticationBuilder(builder.Services);
        if (mode == KeystoneHandler.SchemeName)
            authentication.AddKeystone(builder.Configuration.GetSection(KeystoneOptions.Section));
        else
            authentication.AddScheme<AuthenticationSchemeOptions, NoAuthenticationHandler>(mode, null);
    }
}
