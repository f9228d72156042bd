namespace Migrations.Api.Settings;

/// <summary>What to say of a key that names no setting. The value is left out, because it may be a secret.</summary>
internal static class UnknownSetting
{
    private const int Mistakes = 3;

    public static string Explain(GivenSetting given)
    {
        var key = $"{given.Key} ({given.Source})";
        if (given.Key.Split(':')[0].Equals("Kestrel", StringComparison.OrdinalIgnoreCase))
            return $"{key} is not a setting: write Urls, Https:CertificateFile and Https:KeyFile instead.";
        if (KnownSettings.IsSection(given.Key))
            return $"{key} is a section: write one of its settings, such as {FirstOf(given.Key)}.";
        return Misspelling.Nearest(given.Key, KnownSettings.All.Select(setting => setting.Key), Mistakes) is { } meant
            ? $"{key} is not a setting: did you mean {meant}?"
            : $"{key} is not a setting. --help lists all settings.";
    }

    private static string FirstOf(string section) =>
        KnownSettings.All.First(setting => setting.Key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase)).Key;
}
