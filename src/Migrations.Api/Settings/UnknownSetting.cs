namespace Migrations.Api.Settings;

/// <summary>The message for a key that names no setting. The value is left out, because it may be a secret.</summary>
internal static class UnknownSetting
{
    private const int Mistakes = 3;

    public static string Explain(GivenSetting given)
    {
        var key = $"{given.Key} ({given.Source})";
        if (given.Key.Split(':')[0].Equals("Kestrel", StringComparison.OrdinalIgnoreCase))
            return $"{key} is not a setting: write Urls, Https:CertificateFile and Https:KeyFile instead.";
        if (FirstOf(given.Key) is { } first)
            return $"{key} is a section: write one of its settings, such as {first}.";
        return new KnownNames(KnownSettings.All.Select(setting => setting.Spell(given.Key))).Nearest(given.Key, Mistakes) is { } meant
            ? $"{key} is not a setting: did you mean {meant}?"
            : $"{key} is not a setting. --help lists all settings.";
    }

    /// <returns>Null for a key that is no section.</returns>
    private static string? FirstOf(string section) => KnownSettings.All.Select(setting => setting.Spell(section))
        .FirstOrDefault(key => section.Length > 0 && key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase));
}
