namespace Migrations.Api.Settings;

/// <summary>The settings on the command line: <c>--KEY=VALUE</c> or <c>--KEY VALUE</c>.</summary>
internal static class Arguments
{
    public const string Source = "command line";

    /// <summary>Names files of settings, and may be repeated.</summary>
    private const string Files = "settings";

    /// <summary>Test hosts of .NET pass it; it has no effect.</summary>
    private const string ApplicationName = "applicationName";

    /// <param name="files">Receives the named files and folders of settings.</param>
    /// <param name="mistakes">Receives a line for each invalid argument.</param>
    public static IReadOnlyList<GivenSetting> Read(IReadOnlyList<string> args, List<string> files, List<string> mistakes)
    {
        var given = new List<GivenSetting>();
        for (var i = 0; i < args.Count; i++)
        {
            var (name, text) = Split(args[i]);
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                mistakes.Add($"{Show(args, i)} ({Source}) is not a setting: write --SETTING=VALUE. --help lists all settings.");
            else if (CommandLine.TakesValue(name) is { } takesValue && (takesValue || text is null))
                i += takesValue && text is null && IsValue(args, i + 1) ? 1 : 0;
            else
            {
                text ??= IsValue(args, i + 1) ? args[++i] : "";
                if (name.Equals($"--{Files}", StringComparison.OrdinalIgnoreCase))
                    AddFile(text, files, mistakes);
                else if (!name.Equals($"--{ApplicationName}", StringComparison.OrdinalIgnoreCase))
                    given.Add(new GivenSetting(name[2..], text, Source));
            }
        }
        return given;
    }

    /// <summary>The value of a command: <c>--COMMAND=VALUE</c> or <c>--COMMAND VALUE</c>; empty when it has none.</summary>
    /// <returns>Null when the command is not given.</returns>
    public static string? ValueOf(IReadOnlyList<string> args, string command)
    {
        for (var i = 0; i < args.Count; i++)
            if (Split(args[i]) is var (name, text) && name == command)
                return text ?? (IsValue(args, i + 1) ? args[i + 1] : "");
        return null;
    }

    private static void AddFile(string path, List<string> files, List<string> mistakes)
    {
        if (string.IsNullOrWhiteSpace(path))
            mistakes.Add($"--{Files}={path} ({Source}): it is empty; write the path of a file or a folder, or leave it out.");
        else
            files.Add(path);
    }

    /// <summary>An argument that is not a setting, without a value that may be a secret: after a stray blank, it belongs to the setting before.</summary>
    private static string Show(IReadOnlyList<string> args, int index) =>
        index > 0 && KnownSettings.Find(Split(args[index - 1]).Name.TrimStart('-')) is { } before ? before.Show(args[index]) : Split(args[index]).Name;

    private static (string Name, string? Text) Split(string argument) => argument.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0
        ? (argument[..equals], argument[(equals + 1)..])
        : (argument, null);

    private static bool IsValue(IReadOnlyList<string> args, int index) =>
        index < args.Count && !args[index].StartsWith("--", StringComparison.Ordinal);
}
