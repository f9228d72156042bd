using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Migrations.Api.Calls;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Api.Identity;

/// <summary>How callers are authenticated.</summary>
internal static class IdentitySetup
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

    /// <summary>Authenticates requests below the versioned roots. Discovery and health need no token.</summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app)
    {
        var scheme = app.ApplicationServices.GetRequiredService<IOptions<AuthenticationOptions>>().Value.DefaultChallengeScheme;
        return app.Use(async (context, next) =>
        {
            if (NeedsIdentity(context.Request.Path))
            {
                var result = await context.AuthenticateAsync(scheme);
                if (!result.Succeeded)
                {
                    await context.ChallengeAsync(scheme);
                    return;
                }
                context.User = result.Principal;
            }
            await next(context);
        });
    }

    private static bool NeedsIdentity(PathString path) =>
        (path.StartsWithSegments(ComputeRoutes.Current, StringComparison.Ordinal, out var rest)
         || path.StartsWithSegments(ComputeRoutes.Legacy, StringComparison.Ordinal, out rest))
        && rest.HasValue && rest != "/";
}

/// <summary>Who callers are; the <c>Auth</c> section.</summary>
internal sealed class AuthOptions
{
    public const string Section = "Auth";

    [Description("How callers are identified: none makes everybody administrator, keystone checks their tokens with Keystone")]
    [AllowedValues(NoAuthenticationHandler.SchemeName, KeystoneHandler.SchemeName)]
    public string Mode { get; set; } = NoAuthenticationHandler.SchemeName;

    [Description("Listen beyond loopback although Auth:Mode is none")]
    public bool AllowRemoteWithoutAuthentication { get; set; }

    /// <summary>The options that the settings make.</summary>
    public static AuthOptions Of(IConfiguration settings) => settings.GetSection(Section).Get<AuthOptions>() ?? new AuthOptions();
}
