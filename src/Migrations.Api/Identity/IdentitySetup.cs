using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Migrations.Api.Calls;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Api.Identity;

/// <summary>How callers are authenticated.</summary>
internal static class IdentitySetup
{
    /// <summary>Adds the way of authentication that <c>Auth:Mode</c> names.</summary>
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        if (AuthOptions.Of(builder.Configuration).Mode == KeystoneAuthentication.Mode)
            builder.Services.AddKeystone(builder.Configuration.GetSection(KeystoneOptions.Section));
        else
            builder.Services.AddSingleton<IAuthentication, NoAuthentication>();
    }

    /// <summary>Authenticates requests below the versioned roots. Discovery and health need no token.</summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app)
    {
        var authentication = app.ApplicationServices.GetRequiredService<IAuthentication>();
        return app.Use(async (context, next) =>
        {
            if (NeedsIdentity(context.Request.Path))
            {
                if (await authentication.AuthenticateAsync(context) is not { } caller)
                    return;
                caller.Attach(context);
            }
            await next(context);
        });
    }

    private static bool NeedsIdentity(PathString path) => IsBelow(path.Value, ComputeRoutes.Current) || IsBelow(path.Value, ComputeRoutes.Legacy);

    /// <remarks>The root itself needs none, with or without a slash at its end.</remarks>
    private static bool IsBelow(ReadOnlySpan<char> path, string root) =>
        path.StartsWith(root, StringComparison.Ordinal) && path[root.Length..] is ['/', _, ..];
}

/// <summary>Who callers are; the <c>Auth</c> section.</summary>
internal sealed class AuthOptions
{
    public const string Section = "Auth";

    [Description("How callers are identified: none makes everybody administrator, keystone checks their tokens with Keystone")]
    [AllowedValues(NoAuthentication.Mode, KeystoneAuthentication.Mode)]
    public string Mode { get; set; } = NoAuthentication.Mode;

    [Description("Listen beyond loopback although Auth:Mode is none")]
    public bool AllowRemoteWithoutAuthentication { get; set; }

    /// <summary>The options that the settings make.</summary>
    public static AuthOptions Of(IConfiguration settings) => settings.GetSection(Section).Get<AuthOptions>() ?? new AuthOptions();
}
