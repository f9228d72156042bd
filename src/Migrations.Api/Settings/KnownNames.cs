namespace Migrations.Api.Settings;

/// <summary>Finds which of these names somebody has most likely meant; separators and case make no difference.</summary>
internal sealed class KnownNames(IEnumerable<string> names)
{
    /// <remarks>Prepared once: a start looks up most environment variables, one after the other.</remarks>
    private readonly (string Name, string Letters)[] _names = [.. names.Select(name => (name, LettersOf(name)))];

    /// <summary>The name that is nearest to a written one.</summary>
    /// <param name="mistakes">Maximum of letters that are wrong, missing, too many, or exchanged with their neighbours.</param>
    /// <returns>Null when none is that near.</returns>
    public string? Nearest(string written, int mistakes)
    {
        var letters = LettersOf(written);
        var (name, distance) = _names
            .Where(known => Math.Abs(known.Letters.Length - letters.Length) <= mistakes)
            .Select(known => (known.Name, Distance: Distance(letters, known.Letters)))
            .DefaultIfEmpty((Name: "", Distance: int.MaxValue))
            .MinBy(known => known.Distance);
        return distance <= mistakes ? name : null;
    }

    private static string LettersOf(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

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
