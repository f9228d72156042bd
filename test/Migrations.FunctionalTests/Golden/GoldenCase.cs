using System.Text;
using System.Text.Json;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Golden;

/// <summary>One recorded request and its answer; see <c>cases.jsonl</c>.</summary>
/// <param name="Recorded">The line of the file.</param>
/// <param name="Folder">The folder of the file, with the scenario that it was recorded against.</param>
public sealed record GoldenCase(JsonElement Recorded, string Folder)
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

    /// <summary>What it was recorded against.</summary>
    public string Scenario => new[] { GoldenFolders.ScenarioOfActions, GoldenFolders.Scenario }
        .Select(file => System.IO.Path.Combine(Folder, file)).First(File.Exists);

    /// <summary>The message of the fault; null for other answers.</summary>
    public string? Message => Expected.TryGetProperty("message", out var message) ? message.GetString() : null;

    /// <summary>The exception of Nova with which the recorded pre-check refused; null when it did not, or was not told to.</summary>
    public string? Refusal =>
        Recorded.TryGetProperty("refusal", out var refusal) && refusal.ValueKind == JsonValueKind.Object
            ? refusal.GetProperty("exception").GetString()
            : null;

    internal RawRequest Request => new(Method, Path)
    {
        Headers = [("X-Auth-Token", Token), .. Headers],
        Body = Body is null ? null : Encoding.UTF8.GetBytes(Body),
        ClaimedLength = ClaimedLength,
    };

    public override string ToString() => $"{Id} {Name}";

    /// <summary>Every case of a file that can hold here, from the copied data and from the folder in MIGRATIONS_GOLDEN_DIR.</summary>
    public static IEnumerable<GoldenCase> Read(string file) =>
        ReadAll(file).Where(recorded => GoldenGaps.ReasonToLeaveOut(recorded) is null);

    /// <summary>Those that cannot hold here, too.</summary>
    public static IEnumerable<GoldenCase> ReadAll(string file) =>
        from folder in GoldenFolders.All
        let path = System.IO.Path.Combine(folder, file)
        where File.Exists(path)
        from line in File.ReadLines(path)
        select new GoldenCase(JsonDocument.Parse(line).RootElement, folder);
}
