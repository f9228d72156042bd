using System.Globalization;

namespace Migrations.Settings;

/// <summary>Times as people write them: <c>500ms</c>, <c>2s</c>, <c>10m</c>, <c>12h</c>, <c>30d</c> or <c>00:00:02</c>.</summary>
public static class Duration
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Reads a number with its unit, or hours, minutes and seconds.</summary>
    /// <returns>Null for everything else. A number without a unit is refused, because its unit would be a guess.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (text.Count(character => character == ':') == 2)
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var clock) ? clock : null;

        var (name, length) = Units.FirstOrDefault(unit => text.EndsWith(unit.Name, StringComparison.Ordinal));
        return name is not null
            && decimal.TryParse(text[..^name.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count <= TimeSpan.MaxValue.Ticks / length.Ticks
            ? new TimeSpan((long)(count * length.Ticks))
            : null;
    }

    /// <summary>The shortest form that <see cref="Parse"/> reads.</summary>
    public static string Format(TimeSpan time)
    {
        if (time == TimeSpan.Zero)
            return "0s";
        var (name, length) = Units.OrderByDescending(unit => unit.Length).FirstOrDefault(unit => time.Ticks % unit.Length.Ticks == 0);
        return name is null
            ? time.ToString("c", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / length.Ticks}{name}");
    }
}
