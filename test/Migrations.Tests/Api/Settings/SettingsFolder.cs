using Migrations.Api.Settings;

namespace Migrations.Tests.Api.Settings;

/// <summary>A working directory, an environment and a command line for settings to be read from.</summary>
internal sealed class SettingsFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Dictionary<string, string> Environment { get; } = new() { ["PATH"] = "/usr/bin", ["HOME"] = "/root" };

    public string Root => _folder.Path;

    /// <summary>Writes a file, with its folders.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string content)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public ServiceSettings Read(params string[] args) => ServiceSettings.Read(args, Environment, Root);

    /// <summary>The lines that <c>--check-settings</c> prints, with the blanks between columns made one.</summary>
    public string Print(params string[] args)
    {
        using var text = new StringWriter();
        Read(args).Write(text);
        return string.Join('\n', text.ToString().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    public void Dispose() => _folder.Dispose();
}
