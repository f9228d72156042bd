using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Migrations.Settings;

namespace Migrations.Api.Settings;

/// <summary>What values of a type look like, and which of them its rules allow.</summary>
internal static class SettingRange
{
    /// <summary>In words, such as <c>50ms to 1m</c>; empty for text.</summary>
    public static string Of(Type type, ValidationAttribute[] rules) =>
        rules.OfType<DurationRangeAttribute>().FirstOrDefault() is { } duration ? $"{duration.From} to {duration.To}"
        : rules.OfType<RangeAttribute>().FirstOrDefault() is { } range ? string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}")
        : Choices(type, rules) is { Length: > 0 } choices ? $"{string.Join(", ", choices[..^1])} or {choices[^1]}"
        : "";

    /// <summary>What to write; null when only the rules themselves can say.</summary>
    /// <param name="example">A valid value.</param>
    public static string? Remedy(Type type, ValidationAttribute[] rules, string example) =>
        type == typeof(long) ? "write a whole number of at most 18 digits"
        : Of(type, rules) is not { Length: > 0 } range ? null
        : type == typeof(TimeSpan) ? $"write a time with its unit, from {range}, such as {example}"
        : type == typeof(double) ? $"write a number from {range}"
        : type == typeof(int) ? $"write a whole number from {range}"
        : $"write {range}";

    /// <summary>Null for text that is no such value.</summary>
    public static object? Parse(Type type, ValidationAttribute[] rules, string text)
    {
        const NumberStyles integer = NumberStyles.AllowLeadingSign;
        const NumberStyles number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var culture = CultureInfo.InvariantCulture;
        if (Choices(type, rules) is { Length: > 0 } choices)
            return choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (type == typeof(TimeSpan))
            return Duration.Parse(text);
        if (type == typeof(int))
            return int.TryParse(text, integer, culture, out var small) ? small : null;
        if (type == typeof(long))
            return long.TryParse(text, integer, culture, out var large) ? large : null;
        if (type == typeof(double))
            return double.TryParse(text, number, culture, out var real) ? real : null;
        return text;
    }

    private static string[] Choices(Type type, ValidationAttribute[] rules) =>
        type == typeof(bool) ? ["true", "false"]
        : type == typeof(LogLevel) ? Enum.GetNames<LogLevel>()
        : [.. rules.OfType<AllowedValuesAttribute>().SelectMany(allowed => allowed.Values).OfType<string>()];
}

/// <summary>An http or https address without user and password. Empty is allowed.</summary>
/// <param name="example">What one looks like.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute(string example) : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is null or "" || (Uri.TryCreate(value as string, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" });

    public override string FormatErrorMessage(string name) => $"write an address without user and password, such as {example}";
}
