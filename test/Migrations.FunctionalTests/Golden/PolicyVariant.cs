using System.Text.Json;

namespace Migrations.FunctionalTests.Golden;

/// <summary>The service under the policy files that a case was recorded with.</summary>
internal sealed class PolicyVariant : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PolicyVariant(GoldenCase recorded)
    {
        foreach (var file in FilesOf(recorded).EnumerateObject())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file.Name))!);
            File.WriteAllText(_folder.File(file.Name), file.Value.GetString());
        }
        var main = new[] { "policy.yaml", "policy.json" }.Select(_folder.File).First(File.Exists);
        Service = new FrozenService(new Dictionary<string, string> { ["Policy:File"] = main }, recorded.Scenario);
    }

    public FrozenService Service { get; }

    public void Dispose()
    {
        Service.Dispose();
        _folder.Dispose();
    }

    private static JsonElement FilesOf(GoldenCase recorded)
    {
        var variants = File.ReadAllText(Path.Combine(recorded.Folder, "policy-files.json"));
        return JsonDocument.Parse(variants).RootElement.GetProperty(recorded.Variant!);
    }
}
