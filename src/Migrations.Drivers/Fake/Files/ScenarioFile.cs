using System.Text.Json;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Files;

/// <summary>Reads a scenario from a file, or the built-in one.</summary>
internal static class ScenarioFile
{
    private const string BuiltIn = "built-in.json";

    /// <param name="path">Null for the built-in scenario.</param>
    /// <exception cref="ScenarioException">The file cannot be read or has a mistake; the message says where.</exception>
    public static Scenario Load(string? path)
    {
        using var json = path is null ? OpenBuiltIn() : Open(path);
        return Read(json, path ?? BuiltIn);
    }

    /// <param name="json">The content of the file.</param>
    /// <param name="name">What to call it in errors.</param>
    public static Scenario Read(Stream json, string name)
    {
        try
        {
            var scenario = JsonSerializer.Deserialize(json, FakeJson.Default.Scenario)
                ?? throw new ScenarioException($"{name}: must not be null");
            ScenarioCheck.Check(scenario, name);
            return scenario;
        }
        catch (JsonException e)
        {
            throw new ScenarioException(JsonMistake.Describe(name, e), e);
        }
    }

    private static Stream OpenBuiltIn() => typeof(ScenarioFile).Assembly.GetManifestResourceStream(BuiltIn)!;

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{path}: cannot be read: {e.Message}", e);
        }
    }
}
