using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Migrations.Api.Identity;
using Migrations.Api.Identity.Keystone;
using Migrations.Api.Settings;
using Migrations.Monitoring;

namespace Migrations.Api.Hosting;

/// <summary>Reads the settings that are not an adapter's own.</summary>
internal static class SettingsSetup
{
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        SettingsChecks.RefuseUnknown(builder.Configuration);
        builder.Services.AddSingleton<IValidateOptions<MonitoringOptions>, MonitoringOptionsCheck>();
        builder.Services.AddOptions<MonitoringOptions>()
            .Bind(builder.Configuration.GetSection("Monitoring"))
            .ValidateOnStart();
    }

    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        var mode = builder.Configuration["Auth:Mode"] ?? NoAuthenticationHandler.SchemeName;
        // Else the framework authenticates every request, also where no token is needed.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        // Not AddAuthentication, which also brings data protection and its key files.
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
