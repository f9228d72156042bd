using System.Globalization;

namespace Migrations.Api.Requests;

/// <summary>Nova writes times in UTC with six digits and without a zone; some clients cannot read a trailing Z.</summary>
internal static class NovaTime
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
