using System.Globalization;

namespace Migrations.Api.Wire;

/// <summary>Nova writes times in UTC with six digits and without a zone; some clients cannot read a trailing Z.</summary>
internal static class NovaTime
{
    /// <summary>A regular expression for what <see cref="Format"/> writes.</summary>
    public const string Pattern = @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}$";

    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
