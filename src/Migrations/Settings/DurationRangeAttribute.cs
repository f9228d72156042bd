using System.ComponentModel.DataAnnotations;

namespace Migrations.Settings;

/// <summary>The times that an option may be set to, both ends included.</summary>
/// <param name="from">The shortest, as <see cref="Duration"/> reads it.</param>
/// <param name="to">The longest.</param>
/// <remarks><see cref="RangeAttribute"/> takes times too, but by type converters, which trimming may remove.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string from, string to) : ValidationAttribute
{
    public string From { get; } = from;
    public string To { get; } = to;

    public override bool IsValid(object? value) =>
        value is TimeSpan time && time >= Duration.Parse(From) && time <= Duration.Parse(To);

    public override string FormatErrorMessage(string name) => $"write a time from {From} to {To}";
}
