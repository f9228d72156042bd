using System.Text;
using System.Text.Json;

namespace Migrations.Api.Settings;

/// <summary>Reads settings from a JSON file, each with its line, which .NET's own reader does not tell.</summary>
internal sealed class SettingsFile
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _path;
    private readonly byte[] _json;
    private readonly List<string> _mistakes;
    private readonly Dictionary<string, GivenSetting> _given = new(StringComparer.OrdinalIgnoreCase);

    private SettingsFile(string path, List<string> mistakes)
    {
        _path = path;
        _mistakes = mistakes;
        _json = File.ReadAllBytes(path);
    }

    /// <summary>The settings of a file, or of all <c>*.json</c> files of a folder in the order of their names.</summary>
    /// <param name="path">Relative to the root.</param>
    public static IEnumerable<GivenSetting> ReadAll(string path, string root, List<string> mistakes)
    {
        var full = Path.GetFullPath(path, root);
        try
        {
            if (Directory.Exists(full))
                return Directory.GetFiles(full, "*.json").Order(StringComparer.Ordinal).SelectMany(file => Read(file, mistakes));
            if (File.Exists(full))
                return Read(full, mistakes);
            mistakes.Add($"--settings={path} ({Arguments.Source}): there is no such file or folder; write the path of one.");
        }
        catch (UnauthorizedAccessException)
        {
            mistakes.Add($"--settings={path} ({Arguments.Source}): this folder cannot be read; let the account of this service read it.");
        }
        return [];
    }

    /// <summary>The settings of a file; none if there is no such file.</summary>
    public static IEnumerable<GivenSetting> ReadIfThere(string path, List<string> mistakes) =>
        Path.Exists(path) ? Read(path, mistakes) : [];

    /// <summary>The settings of a file. Comments and trailing commas are allowed.</summary>
    /// <param name="mistakes">Receives a line for each thing that is wrong with the file.</param>
    private static List<GivenSetting> Read(string path, List<string> mistakes)
    {
        try
        {
            return new SettingsFile(path, mistakes).Read();
        }
        catch (JsonException e)
        {
            // The reader's own words may quote a secret.
            mistakes.Add($"{path}, line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: "
                + "this is not valid JSON; check quotes, commas and braces.");
        }
        catch (InvalidOperationException)
        {
            mistakes.Add($"{path}: there is text that is not UTF-8; save the file as UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{path}: this file cannot be read; let the account of this service read it.");
        }
        return [];
    }

    private List<GivenSetting> Read()
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        var json = new Utf8JsonReader(_json.AsSpan(_json.AsSpan().StartsWith(mark) ? mark.Length : 0), Lenient);
        json.Read();
        if (json.TokenType == JsonTokenType.StartObject)
            ReadSection(ref json, "");
        else
            _mistakes.Add($"{_path}: settings stand between braces: {{ \"Driver\": \"fake\" }}.");
        // What follows the last brace is a mistake.
        while (json.Read())
            json.Skip();
        return [.. _given.Values];
    }

    /// <returns>Whether anything stands in the section.</returns>
    private bool ReadSection(ref Utf8JsonReader json, string section)
    {
        var isEmpty = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            var key = section.Length == 0 ? json.GetString()! : $"{section}:{json.GetString()}";
            var source = $"{_path}, line {_json.AsSpan(0, (int)json.TokenStartIndex).Count((byte)'\n') + 1}";
            json.Read();
            if (json.TokenType == JsonTokenType.StartArray)
                Refuse(ref json, $"{key} ({source}) is a list: write one text.");
            else if (json.TokenType != JsonTokenType.StartObject)
                Take(key, TextOf(ref json), source);
            else if (!ReadSection(ref json, key) && !KnownSettings.IsSection(key))
                Take(key, "", source);
        }
        return !isEmpty;
    }

    private void Take(string key, string text, string source)
    {
        if (!_given.TryAdd(key, new GivenSetting(key, text, source)))
            _mistakes.Add($"{key} ({source}) occurs twice in this file: remove one.");
    }

    private void Refuse(ref Utf8JsonReader json, string mistake)
    {
        _mistakes.Add(mistake);
        json.Skip();
    }

    private static string TextOf(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString()!,
        JsonTokenType.Null => "",
        _ => Encoding.UTF8.GetString(json.ValueSpan),
    };
}
