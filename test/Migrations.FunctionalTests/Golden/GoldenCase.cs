using System.Text.Json;

namespace Migrations.FunctionalTests.Golden;

/// <summary>One recorded request and its answer; see <c>cases.jsonl</c>.</summary>
public sealed record GoldenCase(JsonElement Recorded)
{
    public string Id => Recorded.GetProperty("id").GetString()!;
    public string Name => Recorded.GetProperty("name").GetString()!;
    public string Method => Recorded.GetProperty("method").GetString()!;
    public string Path => Recorded.GetProperty("path").GetString()!;
    public string? Body => Recorded.GetProperty("body").GetString();
    public JsonElement Expected => Recorded.GetProperty("expect");

    /// <summary>The policy files in force; null for the default policy.</summary>
    public string? Variant => Recorded.TryGetProperty("variant", out var variant) ? variant.GetString() : null;

    public IEnumerable<(string Name, string Value)> Headers =>
        Recorded.GetProperty("headers").EnumerateArray().Select(header => (header[0].GetString()!, header[1].GetString()!));

    /// <summary>The caller, in the form of a token of <c>Auth:Mode=none</c>.</summary>
    public string Token
    {
        get
        {
            var identity = Recorded.GetProperty("identity");
            var roles = identity.GetProperty("roles").EnumerateArray().Select(role => role.GetString());
            return $"{identity.GetProperty("user")}:{identity.GetProperty("project")}:{string.Join(',', roles)}";
        }
    }

    /// <summary>The recorder left the header out of two cases that are about a length which is not the body's.</summary>
    public int? ClaimedLength => Name switch
    {
        "content-length smaller" => Body!.Length - 5,
        "content-length 0 with body" => 0,
        _ => null,
    };

    public override string ToString() => $"{Id} {Name}";

    /// <summary>Every case of a file, from the copied data and from the folder in MIGRATIONS_GOLDEN_DIR.</summary>
    public static IEnumerable<GoldenCase> Read(string file) =>
        GoldenFolders.All.Select(folder => System.IO.Path.Combine(folder, file)).Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => new GoldenCase(JsonDocument.Parse(line).RootElement));
}
