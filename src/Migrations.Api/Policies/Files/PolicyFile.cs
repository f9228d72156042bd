using System.Text.Json;
using Migrations.Api.Policies.Language;
using YamlDotNet.Core;

namespace Migrations.Api.Policies.Files;

/// <summary>Reads the rules of one policy file, YAML or JSON.</summary>
internal static class PolicyFile
{
    /// <summary>The rules in the order of the file; of two with one name the later counts.</summary>
    /// <exception cref="PolicyException">The file cannot be read, or is not a mapping of names to rules.</exception>
    public static IReadOnlyList<DefinedRule> Read(string path)
    {
        try
        {
            var text = File.ReadAllText(path);
            if (IsJson(path))
                RequireJson(text);
            return [.. YamlRules.Read(text).Select(rule => Parse(path, rule))];
        }
        catch (YamlException e)
        {
            throw new PolicyException(path, e.Start.Line, null, $"expected YAML: {e.Message}");
        }
        catch (JsonException e)
        {
            throw new PolicyException(path, e.LineNumber + 1, null, $"expected JSON: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PolicyException(path, null, null, $"expected a file that can be read: {e.Message}");
        }
    }

    private static DefinedRule Parse(string path, WrittenRule rule)
    {
        try
        {
            return new DefinedRule(rule.Name, rule.Parse(), path, rule.Line);
        }
        catch (CheckSyntaxException e)
        {
            throw new PolicyException(path, rule.Line, rule.Name, e.Message);
        }
    }

    private static bool IsJson(string path) =>
        Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>JSON is read as the YAML that it is, but only once it is JSON: no comments, no commas left over.</summary>
    private static void RequireJson(string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            JsonDocument.Parse(text).Dispose();
    }
}
