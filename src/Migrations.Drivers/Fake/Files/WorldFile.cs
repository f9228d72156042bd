using System.Text.Json;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Files;

/// <summary>Keeps a world in a file, so that it goes on after the process was killed. Two processes must not share it.</summary>
internal sealed class WorldFile(string path)
{
    private readonly string _draft = $"{path}.new";

    /// <summary>The saved world; null when there is no file.</summary>
    /// <exception cref="ScenarioException">The file cannot be read, or holds no world.</exception>
    public SavedWorld? Read()
    {
        try
        {
            var saved = File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), FakeJson.Default.SavedWorld)
                    ?? throw new JsonException("the file holds null")
                : null;
            return saved is null || saved.World.Servers.Length == saved.World.Scenario.Servers.Count
                ? saved
                : throw new JsonException("the numbers of servers differ");
        }
        catch (JsonException e)
        {
            throw new ScenarioException(
                $"{JsonMistake.Describe(path, e)}; this is no saved world, delete the file to begin a new one", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Replaces the file as a whole. Only its owner can read it: it names servers, projects and users.</summary>
    /// <exception cref="ScenarioException">The file cannot be written; the former one is unchanged.</exception>
    public void Write(SavedWorld saved)
    {
        try
        {
            Replace(JsonSerializer.SerializeToUtf8Bytes(saved, FakeJson.Default.SavedWorld));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    private void Replace(byte[] bytes)
    {
        // A killed process may have left one, with other permissions.
        File.Delete(_draft);
        try
        {
            using (var draft = new FileStream(_draft, ForItsOwner()))
                draft.Write(bytes);
            File.Move(_draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(_draft);
            throw;
        }
    }

    private static FileStreamOptions ForItsOwner()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}

/// <summary>A world as it was at a moment of real time.</summary>
internal sealed record SavedWorld(DateTimeOffset At, FakeWorld World);
