using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Api.Identity;

/// <summary>Who callers are; the <c>Auth</c> section.</summary>
internal sealed class AuthOptions
{
    public const string Section = "Auth";

    [Description("Who callers are: none makes everybody administrator, keystone asks Keystone about their tokens")]
    [AllowedValues(NoAuthenticationHandler.SchemeName, KeystoneHandler.SchemeName)]
    public string Mode { get; set; } = NoAuthenticationHandler.SchemeName;

    [Description("Listen beyond loopback although Auth:Mode is none")]
    public bool AllowRemoteWithoutAuthentication { get; set; }

    /// <summary>The options that the settings make.</summary>
    public static AuthOptions Of(IConfiguration settings) => settings.GetSection(Section).Get<AuthOptions>() ?? new AuthOptions();
}
