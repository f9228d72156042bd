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
        return Misspelling.Nearest(given.Key, KnownSettings.All.Select(setting => setting.Spell(given.Key)), Mistakes) is { } meant
            ? $"{key} is not a setting: did you mean {meant}?"
            : $"{key} is not a setting. --help lists all settings.";
    }

    /// <returns>Null for a key that is no section.</returns>
    private static string? FirstOf(string section) => KnownSettings.All.Select(setting => setting.Spell(section))
        .FirstOrDefault(key => section.Length > 0 && key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Finds the setting that somebody has most likely meant.</summary>
internal static class Misspelling
{
    /// <summary>The known name that is nearest to a written one; separators and case make no difference.</summary>
    /// <param name="mistakes">Maximum of letters that are wrong, missing, too many, or exchanged with their neighbours.</param>
    /// <returns>Null when none is that near.</returns>
    public static string? Nearest(string written, IEnumerable<string> known, int mistakes)
    {
        var letters = Letters(written);
        var (name, distance) = known
            .Select(name => (Name: name, Letters: Letters(name)))
            .Where(candidate => Math.Abs(candidate.Letters.Length - letters.Length) <= mistakes)
            .Select(candidate => (candidate.Name, Distance: Distance(letters, candidate.Letters)))
            .DefaultIfEmpty((Name: "", Distance: int.MaxValue))
            .MinBy(candidate => candidate.Distance);
        return distance <= mistakes ? name : null;
    }

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Optimal string alignment: insertions, deletions, substitutions and exchanges of neighbours.</summary>
    private static int Distance(string left, string right)
    {
        int[] before = [], above = [.. Enumerable.Range(0, right.Length + 1)];
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var same = left[row - 1] == right[column - 1];
                current[column] = Math.Min(Math.Min(above[column], current[column - 1]) + 1, above[column - 1] + (same ? 0 : 1));
                if (row > 1 && column > 1 && left[row - 1] == right[column - 2] && left[row - 2] == right[column - 1])
                    current[column] = Math.Min(current[column], before[column - 2] + 1);
            }
            (before, above) = (above, current);
        }
        return above[right.Length];
    }
}
