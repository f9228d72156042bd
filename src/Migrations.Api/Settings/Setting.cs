using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Migrations.Settings;

namespace Migrations.Api.Settings;

/// <summary>
/// A setting: the property of an options class that takes it. Its attributes and its initial value say what it means, what it
/// may be, and what holds without it. Help, the README's tables and the checks at start all come from here.
/// </summary>
internal sealed class Setting
{
    private const string Hidden = "***";
    private static readonly object NoOptions = new();

    private readonly PropertyInfo _property;
    private readonly Func<object> _defaults;
    private ValidationAttribute[]? _rules;

    /// <param name="section">The section's name; empty for the top.</param>
    /// <param name="defaults">Makes options with their default values.</param>
    public Setting(string section, PropertyInfo property, Func<object> defaults)
    {
        _property = property;
        _defaults = defaults;
        IsOpen = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Dictionary<,>);
        Key = (section.Length == 0 ? "" : $"{section}:") + property.Name + (IsOpen ? ":CATEGORY" : "");
    }

    /// <summary>As on the command line after <c>--</c>; in the environment with <c>__</c> for <c>:</c>.</summary>
    public string Key { get; }

    /// <summary>Whether the last word of the key is the operator's own.</summary>
    public bool IsOpen { get; }

    public string Meaning => _property.GetCustomAttribute<DescriptionAttribute>()!.Description;

    /// <summary>The default, as one would write it, or in words; empty when there is none.</summary>
    public string Default => _property.GetValue(_defaults()) switch
    {
        null or "" => _property.GetCustomAttribute<DisplayFormatAttribute>()?.NullDisplayText ?? "",
        TimeSpan time => Duration.Format(time),
        bool flag => flag ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        string text => text,
        _ => "",
    };

    /// <summary>The allowed values, in words; empty when they are obvious, or too many to list.</summary>
    public string Range => ValueType == typeof(bool) ? "" : SettingRange.Of(ValueType, Rules);

    /// <summary>Whether a key names this setting; case does not matter.</summary>
    public bool Has(string key) => IsOpen
        ? key.Length > Stem.Length && key.StartsWith(Stem, StringComparison.OrdinalIgnoreCase)
        : key.Equals(Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>The key in its usual spelling.</summary>
    public string Spell(string key) => IsOpen ? Stem + key[Stem.Length..] : Key;

    /// <summary>A value for people to see. Secrets are hidden, and so are users and passwords in addresses.</summary>
    public string Show(string text)
    {
        if (_property.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.Password)
            return IsPath && Path.IsPathRooted(text) ? text : Hidden;
        var end = text.LastIndexOf('@');
        if (IsPath || end < 0 || text.AsSpan(0, end).IndexOfAny(':', '/') < 0)
            return text;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 || scheme > end ? 0 : scheme + "://".Length;
        return text[..start] + Hidden + text[end..];
    }

    /// <summary>Reads a value.</summary>
    /// <param name="root">The folder that relative paths start from.</param>
    /// <param name="value">The value as .NET reads it: durations as 00:00:02, paths from the root on.</param>
    /// <returns>What to write instead; null when the value is right.</returns>
    public string? Read(string text, string root, out string value)
    {
        value = IsPath && text.Length > 0 ? Path.GetFullPath(text, root) : text;
        if (string.IsNullOrWhiteSpace(text))
            return $"it is empty; {SettingRange.Remedy(ValueType, Rules, Default) ?? "write a value"}, or leave it out";
        if (SettingRange.Parse(ValueType, Rules, value) is not { } read)
            return SettingRange.Remedy(ValueType, Rules, Default);
        value = read as string ?? string.Format(CultureInfo.InvariantCulture, "{0}", read);
        // This constructor, unlike the shorter ones, is safe to trim.
        var context = new ValidationContext(NoOptions, Key, null, null);
        return Rules.Select(rule => rule.GetValidationResult(read, context)).FirstOrDefault(result => result is not null) is { } refused
            ? SettingRange.Remedy(ValueType, Rules, Default) ?? refused.ErrorMessage
            : null;
    }

    /// <summary>A value that <see cref="Read"/> has made, as one would write it.</summary>
    public string Write(string value) =>
        ValueType == typeof(TimeSpan) ? Duration.Format(TimeSpan.Parse(value, CultureInfo.InvariantCulture)) : value;

    private ValidationAttribute[] Rules => _rules ??= [.. _property.GetCustomAttributes<ValidationAttribute>()];

    private Type ValueType => IsOpen ? _property.PropertyType.GetGenericArguments()[1] : _property.PropertyType;

    private string Stem => Key[..^"CATEGORY".Length];

    private bool IsPath => Rules.OfType<FilePathAttribute>().Any();
}
