using System.Text.Json;

namespace Migrations.FunctionalTests.Golden;

/// <summary>The service under policy files by the name that they were recorded with.</summary>
internal sealed class PolicyVariant : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PolicyVariant(string name)
    {
        foreach (var file in Find(name).EnumerateObject())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(file.Name))!);
            File.WriteAllText(_folder.File(file.Name), file.Value.GetString());
        }
        var main = new[] { "policy.yaml", "policy.json" }.Select(_folder.File).First(File.Exists);
        Service = new FrozenService(new Dictionary<string, string> { ["Policy:File"] = main });
    }

    public FrozenService Service { get; }

    public void Dispose()
    {
        Service.Dispose();
        _folder.Dispose();
    }

    private static JsonElement Find(string name) => GoldenFolders.All
        .Select(folder => Path.Combine(folder, "policy-files.json"))
        .Where(File.Exists)
        .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
        .First(variants => variants.TryGetProperty(name, out _))
        .GetProperty(name);
}
