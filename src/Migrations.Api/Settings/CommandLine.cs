using Migrations.Api.Adapters;
using Migrations.Api.Health;
using Migrations.Api.Hosting;
using Migrations.Api.Policies;
using Migrations.Api.Policies.Tool;
using Migrations.Api.Watch;

namespace Migrations.Api.Settings;

/// <summary>The commands that do something else than start the service.</summary>
internal static class CommandLine
{
    private const string Check = "--check-settings";
    private const string Version = "--version";
    private static readonly string[] Help = ["--help", "-h", "-?"];

    /// <summary>Whether an argument is one of these commands, and if so, whether a value may follow it.</summary>
    /// <returns>Null for any other argument.</returns>
    public static bool? TakesValue(string argument) =>
        argument is Check or Version || IsHelp(argument) ? false
        : PolicyCommand.TakesValue(argument) ?? DatabaseCommand.TakesValue(argument) ?? HealthCommand.TakesValue(argument);

    public static bool IsHelp(string argument) => Help.Contains(argument);

    /// <summary>Carries out a command, if one is given, and refuses to start with invalid settings.</summary>
    /// <returns>The exit code, or null when the service is to start.</returns>
    public static async Task<int?> AnswerAsync(IReadOnlyList<string> args, ServiceSettings settings, TextWriter output, TextWriter errors)
    {
        if (await WatchCommand.RunAsync(args, output, errors) is { } watched)
            return watched;
        if (args.Any(IsHelp))
            return HelpText.Write(output);
        if (args.Contains(Version))
            return WriteVersion(output);
        if (args.Contains(Check))
            return CheckSettings(settings, output, errors);
        if (settings.Mistakes is [var first, ..])
        {
            errors.WriteLine(settings.Mistakes.Count == 1
                ? first
                : $"{first} This is 1 of {settings.Mistakes.Count} mistakes; {Check} lists all.");
            return ExitCode.WrongSetting;
        }
        return PolicyCommand.Run(args, settings.Configuration[$"{PolicyOptions.Section}:{nameof(PolicyOptions.File)}"], settings.Root, output)
            ?? DatabaseCommand.Run(args, settings, output, errors)
            ?? await HealthCommand.RunAsync(args, ServiceOptions.Of(settings.Configuration), output, errors);
    }

    private static int WriteVersion(TextWriter output)
    {
        output.WriteLine($"Migrations {ServiceVersion.Text}");
        return ExitCode.Success;
    }

    private static int CheckSettings(ServiceSettings settings, TextWriter output, TextWriter errors)
    {
        if (settings.Mistakes.Count == 0)
        {
            settings.Write(output);
            return ExitCode.Success;
        }
        foreach (var mistake in settings.Mistakes)
            errors.WriteLine(mistake);
        return ExitCode.WrongSetting;
    }
}

/// <summary>How the process ends.</summary>
internal static class ExitCode
{
    /// <summary>The service was asked to stop, or the command succeeded.</summary>
    public const int Success = 0;

    /// <summary>The database, the scenario or the policy cannot be used, or a command has found a fault.</summary>
    public const int Failure = 1;

    /// <summary>An argument or a setting is invalid.</summary>
    public const int WrongSetting = 2;
}

/// <summary>The text of <c>--help</c>.</summary>
internal static class HelpText
{
    private const string Introduction =
        """
        Shows, force-completes and aborts live migrations in the form of OpenStack Nova's API.

        Migrations.Api [--SETTING=VALUE ...]     starts the service
        Migrations.Api --check-settings [...]    prints the settings in force and where each comes from, or all mistakes
        Migrations.Api --check-policy [FILE]     prints who may do what under a policy file
        Migrations.Api --sample-policy           prints a policy file with all defaults
        Migrations.Api --health [ready|live]     asks the running service for its health
        Migrations.Api --backup FILE             copies the database to FILE, even while the service runs
        Migrations.Api --check-database [FILE]   checks the database, or a backup of it, for damage
        Migrations.Api watch [...]               follows the migrations of a running service in a terminal; watch --help tells more
        Migrations.Api --version                 prints the version

        Commands read the same settings as the service: --backup copies the file that Database:Path names.

        Settings come from these sources; a later one overrides an earlier one:
          appsettings.json in the working directory
          the files that --settings=FILE_OR_FOLDER names: a JSON file, or all *.json of a folder in the order of their names
          credentials of systemd: LoadCredential=Auth__Keystone__Password:...
          environment variables: Database__Path=...
          the command line: --Database:Path=...
        They are read once, at start. Write times as 500ms, 2s, 10m, 12h, 30d or 00:00:02.

        Exit codes: 0 the service was asked to stop, or the command succeeded; 1 the database, the scenario or the policy cannot be used,
        or the command found a fault; 2 a setting or an argument is invalid.

        """;

    /// <returns>The exit code.</returns>
    public static int Write(TextWriter output)
    {
        output.WriteLine(Introduction);
        var width = KnownSettings.All.Max(setting => setting.Key.Length);
        foreach (var setting in KnownSettings.All)
            output.WriteLine($"  --{setting.Key.PadRight(width)}  {setting.Meaning}{Values(setting)}");
        return ExitCode.Success;
    }

    private static string Values(Setting setting) => (setting.Default, setting.Range) switch
    {
        ("", "") => "",
        (var value, "") => $" [{value}]",
        ("", var range) => $" [{range}]",
        var (value, range) => $" [{value}; {range}]",
    };
}
