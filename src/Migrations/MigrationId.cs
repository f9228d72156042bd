using System.Globalization;

namespace Migrations;

/// <summary>Reads migration ids from URLs.</summary>
public static class MigrationId
{
    /// <summary>The id, or null for anything but a plain positive integer: signs, padding and leading zeros find nothing.</summary>
    public static long? Parse(string text) =>
        text.Length > 0 && text[0] != '0' && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
}
