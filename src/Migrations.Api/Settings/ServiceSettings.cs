using System.Collections;
using Migrations.Api.Hosting;
using Migrations.Api.Identity;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Api.Settings;

/// <summary>The settings in force, the source of each, and all mistakes in them.</summary>
internal sealed class ServiceSettings
{
    private readonly Dictionary<string, GivenSetting> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _mistakes;

    private ServiceSettings(SettingsSources sources)
    {
        Root = sources.Root;
        _mistakes = [.. sources.Mistakes];
        foreach (var given in sources.Given)
            Take(given);
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(_values).Build();
        if (_mistakes.Count == 0)
            _mistakes.AddRange(Missing().Concat(Broken(Configuration)).Select(rule => Explain(rule.Key, rule.Remedy)));
        Mistakes = [.. _mistakes.Select(OneLine)];
    }

    /// <summary>The folder from which relative paths start.</summary>
    public string Root { get; }

    /// <summary>The given settings, in the form that .NET reads.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>A line for each mistake: the setting, its value, where it was written, and what to write instead.</summary>
    public IReadOnlyList<string> Mistakes { get; }

    /// <summary>The settings of this process.</summary>
    public static ServiceSettings Read(IReadOnlyList<string> args) => Read(
        args,
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? ""),
        Directory.GetCurrentDirectory());

    public static ServiceSettings Read(
        IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment, string workingDirectory) =>
        new(SettingsSources.Read(args, environment, workingDirectory));

    /// <summary>The line for a setting that turned out to be invalid.</summary>
    /// <param name="remedy">What to write instead, without the full stop.</param>
    public string Explain(string key, string remedy) =>
        _given.TryGetValue(key, out var given) && KnownSettings.Find(key) is { } setting
            ? OneLine(Line(setting, given, remedy))
            : $"{key} is not set: {remedy}.";

    /// <summary>Writes every setting that has a value, with where it comes from.</summary>
    public void Write(TextWriter output)
    {
        var rows = KnownSettings.All.SelectMany(Rows).ToList();
        var width = rows.Max(row => row.Key.Length);
        foreach (var (key, value, source) in rows)
            output.WriteLine(OneLine($"{key.PadRight(width)}  {value}  ({source})"));
    }

    private IEnumerable<(string Key, string Value, string Source)> Rows(Setting setting)
    {
        foreach (var (key, given) in _given.Where(given => setting.Has(given.Key)).OrderBy(given => given.Key, StringComparer.Ordinal))
            yield return (key, setting.Show(setting.Write(_values[key]!)), given.Source);
        if (setting.AlwaysHolds && setting.Default.Length > 0 && !_given.Keys.Any(setting.Has))
            yield return (setting.Key, setting.Default, "default");
    }

    private void Take(GivenSetting given)
    {
        if (KnownSettings.Find(given.Key) is not { } setting)
        {
            _mistakes.Add(UnknownSetting.Explain(given));
            return;
        }
        string? value = null;
        // JSON can write one, and no path, address or name can have one.
        var remedy = given.Text.Contains('\0', StringComparison.Ordinal)
            ? "there is a NUL character in it; write it without"
            : setting.RefuseName(given.Key) ?? setting.Read(given.Text, Root, out value);
        if (remedy is not null)
            _mistakes.Add(Line(setting, given, remedy));
        var key = setting.Spell(given.Key);
        _given[key] = given;
        _values[key] = value;
    }

    /// <summary>The settings without which others of the same section make no sense.</summary>
    private IEnumerable<(string Key, string Remedy)> Missing() =>
        from section in KnownSettings.Sections
        from required in section.Settings
        where required.RemedyIfMissing is not null
        from key in _given.Keys.Where(key => section.Settings.Any(setting => setting.Has(key))).Select(required.Spell)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
        where !_given.ContainsKey(key)
        select (key, required.RemedyIfMissing!);

    /// <summary>The broken rules: for each, a setting and what to write instead.</summary>
    /// <param name="settings">Settings that are valid each by itself.</param>
    private static IEnumerable<(string Key, string Remedy)> Broken(IConfiguration settings)
    {
        var auth = AuthOptions.Of(settings);
        var https = settings.GetSection(HttpsOptions.Section).Get<HttpsOptions>() ?? new HttpsOptions();
        var keystone = settings.GetSection(KeystoneOptions.Section).Get<KeystoneOptions>() ?? new KeystoneOptions();
        return Listening.Broken(ServiceOptions.Of(settings), auth, https)
            .Concat(auth.Mode == KeystoneAuthentication.Mode ? KeystoneRules.Broken(keystone) : []);
    }

    /// <remarks>Values may have line breaks.</remarks>
    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Line(Setting setting, GivenSetting given, string remedy) =>
        $"{setting.Spell(given.Key)}={setting.Show(given.Text)} ({given.Source}): {remedy}.";
}
