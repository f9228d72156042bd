using System.Text;
using System.Text.RegularExpressions;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>The requests of an <c>.http</c> file, as editors read it.</summary>
internal static partial class HttpFile
{
    private const string Separator = "###";

    /// <param name="text">The file.</param>
    /// <param name="variables">Values in place of the file's own.</param>
    public static IReadOnlyList<HttpFileRequest> Parse(string text, IReadOnlyDictionary<string, string> variables)
    {
        var parts = text.ReplaceLineEndings("\n").Split(Separator);
        var values = Definition().Matches(parts[0])
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        return [.. parts.Skip(1).Select(part => ParseRequest(Replaced(part, values, variables)))];
    }

    private static string Replaced(
        string part, Dictionary<string, string> values, IReadOnlyDictionary<string, string> variables) =>
        Use().Replace(part, match => variables.GetValueOrDefault(match.Groups["name"].Value) ?? values[match.Groups["name"].Value]);

    private static HttpFileRequest ParseRequest(string part)
    {
        var halves = part.Split("\n\n", 2, StringSplitOptions.TrimEntries);
        var lines = halves[0].Split('\n');
        var (method, url) = lines[1].Split(' ', 2) is [var first, var second] ? (first, new Uri(second)) : throw new FormatException(part);
        return new HttpFileRequest(lines[0].Trim(), new RawRequest(method, url.PathAndQuery)
        {
            Headers = [.. lines.Skip(2).Select(line => line.Split(": ", 2)).Select(header => (header[0], header[1]))],
            Body = halves is [_, { Length: > 0 } body] ? Encoding.UTF8.GetBytes(body) : null,
        });
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}")]
    private static partial Regex Use();
}

/// <summary>A request and its title.</summary>
internal sealed record HttpFileRequest(string Title, RawRequest Request);
