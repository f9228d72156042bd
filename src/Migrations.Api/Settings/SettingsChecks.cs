namespace Migrations.Api.Settings;

/// <summary>Refuses settings of this service's sections that do not exist, wherever they come from.</summary>
internal static class SettingsChecks
{
    private static readonly string[] Sections =
        [.. KnownSettings.All.Select(setting => setting.Key.Split(':')[0]).Distinct().Except(["Logging"])];

    /// <exception cref="SettingException">A section has a key that is no setting.</exception>
    public static void RefuseUnknown(IConfiguration configuration)
    {
        foreach (var (key, value) in Sections.SelectMany(section => configuration.GetSection(section).AsEnumerable()))
            if (value is not null && !KnownSettings.Contains(key))
                throw new SettingException($"{key}: there is no such setting. --help lists them.");
    }
}
