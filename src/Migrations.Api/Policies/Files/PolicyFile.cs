using System.Security.Cryptography;
using System.Text.Json;
using Migrations.Api.Policies.Language;
using YamlDotNet.Core;

namespace Migrations.Api.Policies.Files;

/// <summary>The rules of one policy file, YAML or JSON.</summary>
/// <param name="Rules">In the order of the file; of two with one name the later counts.</param>
internal sealed record PolicyFile(FileVersion Version, IReadOnlyList<DefinedRule> Rules)
{
    /// <summary>The version of a file that is there now; null when there is none.</summary>
    /// <exception cref="PolicyException">The file cannot be read.</exception>
    public static FileVersion? Find(string path)
    {
        try
        {
            using var content = File.OpenRead(path);
            return FileVersion.Of(path, content);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <exception cref="PolicyException">The file cannot be read, or is not a mapping of names to rules.</exception>
    public static PolicyFile Read(string path)
    {
        try
        {
            var content = File.ReadAllBytes(path);
            return new PolicyFile(FileVersion.Of(path, content), [.. Written(path, content).Select(rule => Parse(path, rule))]);
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
            throw Unreadable(path, e);
        }
    }

    private static IReadOnlyList<WrittenRule> Written(string path, byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content));
        var text = reader.ReadToEnd();
        if (IsJson(path))
            RequireJson(text);
        return YamlRules.Read(text);
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

    /// <summary>JSON is read as YAML, of which it is a subset; but a file with the extension .json must be JSON, without comments and trailing commas.</summary>
    private static void RequireJson(string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            JsonDocument.Parse(text).Dispose();
    }

    private static PolicyException Unreadable(string path, Exception reason) => new(path, null, null, reason switch
    {
        _ when Directory.Exists(path) => "expected a policy file; this is a folder",
        UnauthorizedAccessException => "expected a file that this user may read",
        _ => $"expected a file that can be read: {reason.Message}",
    });
}

/// <summary>A policy file, and the SHA-256 of its content. Date and size may be the same after a change.</summary>
internal readonly record struct FileVersion(string Path, string Digest)
{
    public static FileVersion Of(string path, byte[] content) => new(path, Convert.ToHexString(SHA256.HashData(content)));

    public static FileVersion Of(string path, Stream content) => new(path, Convert.ToHexString(SHA256.HashData(content)));
}
