using Migrations.Api.Hosting;
using Migrations.Api.Identity;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Api.Settings;

/// <summary>What settings must be to each other.</summary>
internal static class SettingsRules
{
    /// <summary>The rules that are broken: a setting of each, and what to write instead.</summary>
    /// <param name="settings">Each in itself right.</param>
    public static IEnumerable<(string Key, string Remedy)> Broken(IConfiguration settings)
    {
        var auth = AuthOptions.Of(settings);
        var https = settings.GetSection(HttpsOptions.Section).Get<HttpsOptions>() ?? new HttpsOptions();
        var keystone = settings.GetSection(KeystoneOptions.Section).Get<KeystoneOptions>() ?? new KeystoneOptions();
        return Listening.Broken(ServiceOptions.Of(settings), auth, https)
            .Concat(auth.Mode == KeystoneHandler.SchemeName ? KeystoneRules.Broken(keystone) : []);
    }
}
