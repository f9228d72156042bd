using Migrations.Api.Hosting;

namespace Migrations.Api.Settings;

/// <summary>
/// Reads settings from names that other programs use too: environment variables, and credentials of systemd. A name that is
/// meant for this service must be correct; all others are ignored.
/// </summary>
internal static class SharedNames
{
    private const string Separator = "__";
    private const string Kestrel = "Kestrel:";

    /// <summary>Of .NET; names with a later one win.</summary>
    private static readonly string[] Prefixes = ["DOTNET_", "ASPNETCORE_", ""];
    private static readonly string[] HostSettings = [nameof(ServiceOptions.Environment), nameof(ServiceOptions.ContentRoot)];
    private static readonly KnownNames Ours = new(KnownSettings.All.Select(setting => setting.Key).Except(HostSettings));

    /// <summary>The settings among the names.</summary>
    /// <param name="kind">What the names are called.</param>
    /// <param name="mistakes">Receives a line for each name that is nearly a setting's.</param>
    public static IReadOnlyList<GivenSetting> Read(IEnumerable<string> names, Func<string, string> textOf, string kind, List<string> mistakes)
    {
        var given = new List<GivenSetting>();
        foreach (var name in names.OrderBy(Strength).ThenBy(name => name, StringComparer.Ordinal))
        {
            if (KeyOf(name) is { } key)
                given.Add(new GivenSetting(key, textOf(name), $"{kind} {name}"));
            else if (IsNearlyOurs(name, out var meant))
                mistakes.Add($"{name} ({kind}) is not a setting: "
                    + (meant is null ? "two underscores separate a section from its settings." : $"write {meant.Replace(":", Separator, StringComparison.Ordinal)}."));
        }
        return given;
    }

    private static int Strength(string name) =>
        Array.FindIndex(Prefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The key of a setting, or an unknown key in one of our sections; null for names of other programs.</summary>
    private static string? KeyOf(string name)
    {
        var prefix = Prefixes[Strength(name)];
        var key = name[prefix.Length..].Replace(Separator, ":", StringComparison.Ordinal);
        if (KnownSettings.Find(key) is { } setting)
            return prefix.Length == 0 && HostSettings.Contains(setting.Key) ? null : key;
        return KnownSettings.IsInSection(key) || key.StartsWith(Kestrel, StringComparison.OrdinalIgnoreCase) || IsSection(name) ? key : null;
    }

    /// <summary>Names in capitals, such as DATABASE_URL, are mostly other programs'; ours are written as in the documentation.</summary>
    private static bool IsNearlyOurs(string name, out string? meant)
    {
        var isCapitalized = char.IsAsciiLetterUpper(name.FirstOrDefault()) && name.Any(char.IsAsciiLetterLower);
        var mistakes = name.Contains(Separator, StringComparison.Ordinal) ? 2 : isCapitalized ? 1 : 0;
        meant = Ours.Nearest(name, mistakes);
        return meant is not null || IsSection(name.Split('_')[0]);
    }

    private static bool IsSection(string name) => KnownSettings.Sections.Any(section => section.Name.Length > 0 && section.Name == name);
}
