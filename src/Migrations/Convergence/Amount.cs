using System.Globalization;

namespace Migrations.Convergence;

/// <summary>Rates and times for a person to read, with as many digits as they are worth.</summary>
public static class Amount
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Rate(double bytesPerSecond)
    {
        var unit = 0;
        for (; bytesPerSecond >= 1000 && unit < Units.Length - 1; unit++)
            bytesPerSecond /= 1024;
        return string.Create(CultureInfo.InvariantCulture,
            $"{Math.Round(bytesPerSecond, bytesPerSecond < 10 && unit > 0 ? 1 : 0)} {Units[unit]}/s");
    }

    public static string Time(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 999.5 } => Rounded(time.TotalMilliseconds, "ms"),
        { TotalSeconds: < 119.5 } => Rounded(time.TotalSeconds, "s"),
        { TotalMinutes: < 119.5 } => Rounded(time.TotalMinutes, "min"),
        _ => Rounded(time.TotalHours, "h"),
    };

    private static string Rounded(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(number)} {unit}");
}
