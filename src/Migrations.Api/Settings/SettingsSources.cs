using Migrations.Api.Hosting;
using Migrations.Api.Telemetry;

namespace Migrations.Api.Settings;

/// <summary>A value that somebody has given to a setting.</summary>
/// <param name="Key">With a colon between sections, in the operator's spelling.</param>
/// <param name="Text">As written; empty when nothing was.</param>
/// <param name="Source">Where it was written.</param>
internal sealed record GivenSetting(string Key, string Text, string Source);

/// <summary>All settings that were given, in the order of their sources; the last one wins.</summary>
/// <param name="Root">The folder from which relative paths start.</param>
/// <param name="Mistakes">A line for each thing that cannot be read, or that looks like a setting but is not.</param>
internal sealed record SettingsSources(string Root, IReadOnlyList<GivenSetting> Given, IReadOnlyList<string> Mistakes)
{
    private const string Variable = "environment variable";

    /// <summary>Where systemd puts the credentials of a service.</summary>
    private const string CredentialsFolder = "CREDENTIALS_DIRECTORY";

    /// <summary>Reads files, then credentials, then the environment, then the command line.</summary>
    public static SettingsSources Read(
        IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        List<string> mistakes = [], files = [];
        var arguments = Arguments.Read(args, files, mistakes);
        var variables = SharedNames.Read(environment.Keys, name => environment[name], Variable, mistakes);
        GivenSetting[] outside = [.. Endpoint(environment), .. variables, .. arguments];

        var root = RootOf(outside, workingDirectory, mistakes);
        var stage = Last(outside, nameof(ServiceOptions.Environment))?.Text ?? new ServiceOptions().Environment;
        GivenSetting[] inside =
        [
            .. SettingsFile.ReadIfThere(Path.Combine(root, "appsettings.json"), mistakes),
            .. SettingsFile.ReadIfThere(Path.Combine(root, $"appsettings.{stage}.json"), mistakes),
            .. files.SelectMany(file => SettingsFile.ReadAll(file, root, mistakes)),
            .. Credentials(environment, mistakes),
        ];
        if (Last(inside, nameof(ServiceOptions.ContentRoot)) is { } late)
            mistakes.Add($"{nameof(ServiceOptions.ContentRoot)}={late.Text} ({late.Source}): it says where files are; write it on the command line or into the environment.");
        GivenSetting[] given = [.. inside, .. outside];
        RefusePorts(given, environment, mistakes);
        return new SettingsSources(root, given, mistakes);
    }

    private static GivenSetting? Last(GivenSetting[] given, string key) =>
        given.LastOrDefault(setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase));

    private static string RootOf(GivenSetting[] given, string workingDirectory, List<string> mistakes)
    {
        if (Last(given, nameof(ServiceOptions.ContentRoot)) is not { Text.Length: > 0 } set)
            return workingDirectory;
        var root = Path.GetFullPath(set.Text, workingDirectory);
        if (!Directory.Exists(root))
            mistakes.Add($"{nameof(ServiceOptions.ContentRoot)}={set.Text} ({set.Source}): there is no such folder; write the path of one.");
        return root;
    }

    /// <summary>OpenTelemetry's own name for where to export to.</summary>
    private static IEnumerable<GivenSetting> Endpoint(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault(OtlpOptions.Variable) is { Length: > 0 } endpoint
            ? [new GivenSetting(OtlpOptions.EndpointKey, endpoint, $"{Variable} {OtlpOptions.Variable}")]
            : [];

    private static IReadOnlyList<GivenSetting> Credentials(IReadOnlyDictionary<string, string> environment, List<string> mistakes)
    {
        if (environment.GetValueOrDefault(CredentialsFolder) is not { Length: > 0 } folder)
            return [];
        try
        {
            return SharedNames.Read(
                Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal),
                name => File.ReadAllText(Path.Combine(folder, name)).TrimEnd('\r', '\n'), "credential", mistakes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{CredentialsFolder}={folder} ({Variable}): the credentials in it cannot be read; let the account of this service read them.");
            return [];
        }
    }

    /// <summary>Images of .NET set ports in the environment. They have no effect here, which matters only when nothing else tells where to listen.</summary>
    private static void RefusePorts(GivenSetting[] given, IReadOnlyDictionary<string, string> environment, List<string> mistakes)
    {
        if (Last(given, nameof(ServiceOptions.Urls)) is not null)
            return;
        foreach (var (name, scheme) in new[] { ("HTTP_PORTS", "http"), ("HTTPS_PORTS", "https") })
            foreach (var variable in new[] { name, $"ASPNETCORE_{name}", $"DOTNET_{name}" })
                if (environment.TryGetValue(variable, out var ports))
                    mistakes.Add($"{name}={ports} ({Variable} {variable}) is not a setting: write Urls, such as {scheme}://127.0.0.1:8774.");
    }
}
