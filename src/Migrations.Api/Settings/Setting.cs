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
    private static readonly OwnWord Category = new("CATEGORY");

    private readonly PropertyInfo _property;
    private readonly Func<object> _defaults;
    private readonly bool _isDictionary;
    private readonly OwnWord? _own;
    private readonly string[] _words;

    /// <summary>Of the operator's own word among the words of the key; negative when there is none.</summary>
    private readonly int _place;
    private ValidationAttribute[]? _rules;

    /// <param name="section">The section's name; empty for the top.</param>
    /// <param name="own">The last word of the section, when that is the operator's own.</param>
    /// <param name="defaults">Makes options with their default values.</param>
    public Setting(string section, OwnWord? own, PropertyInfo property, Func<object> defaults)
    {
        _property = property;
        _defaults = defaults;
        _isDictionary = property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Dictionary<,>);
        _own = _isDictionary ? Category : own;
        Key = string.Join(':', new[] { section, own?.Shown, property.Name, _isDictionary ? Category.Shown : "" }.Where(word => !string.IsNullOrEmpty(word)));
        _words = Key.Split(':');
        _place = _own is null ? -1 : Array.IndexOf(_words, _own.Shown);
    }

    /// <summary>As on the command line after <c>--</c>; in the environment with <c>__</c> for <c>:</c>.</summary>
    public string Key { get; }

    /// <summary>Whether its default holds even where nothing of its section is given.</summary>
    public bool AlwaysHolds => _own is null || _isDictionary;

    /// <summary>What to write where the setting is missing although others of the same section are given; null when it may be missing.</summary>
    public string? RemedyIfMissing => AlwaysHolds ? null : Rules.OfType<RequiredAttribute>().FirstOrDefault()?.ErrorMessage;

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
    public bool Has(string key)
    {
        var words = key.Split(':');
        return words.Length == _words.Length
            && !words.Where((word, i) => i == _place ? word.Length == 0 : !word.Equals(_words[i], StringComparison.OrdinalIgnoreCase)).Any();
    }

    /// <summary>This setting's key in its usual spelling, with the operator's own word from another key.</summary>
    public string Spell(string key) => WordOf(key) is { } word
        ? string.Join(':', [.. _words[.._place], word, .. _words[(_place + 1)..]])
        : Key;

    /// <summary>What to write instead of the operator's own word in a key of this setting; null when it is right.</summary>
    public string? RefuseName(string key) => _own?.Rule is { } rule && !rule.IsValid(WordOf(key)) ? rule.ErrorMessage : null;

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

    /// <summary>What stands in a key at the place of the operator's own word; null when nothing does, or it has no such place.</summary>
    private string? WordOf(string key) => _place >= 0 && key.Split(':').ElementAtOrDefault(_place) is { Length: > 0 } word ? word : null;

    private ValidationAttribute[] Rules => _rules ??= [.. _property.GetCustomAttributes<ValidationAttribute>()];

    private Type ValueType => _isDictionary ? _property.PropertyType.GetGenericArguments()[1] : _property.PropertyType;

    private bool IsPath => Rules.OfType<FilePathAttribute>().Any();
}

/// <summary>A word in a key that is the operator's own.</summary>
/// <param name="Shown">Stands for it in documents, in capitals.</param>
/// <param name="Rule">Which words are possible; null when all are.</param>
internal sealed record OwnWord(string Shown, ValidationAttribute? Rule = null);
