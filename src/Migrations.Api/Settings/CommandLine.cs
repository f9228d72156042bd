using System.Reflection;
using Migrations.Api.Adapters;
using Migrations.Api.Health;
using Migrations.Api.Hosting;
using Migrations.Api.Policies;
using Migrations.Api.Policies.Tool;

namespace Migrations.Api.Settings;

/// <summary>What can be asked on the command line instead of starting the service.</summary>
internal static class CommandLine
{
    private const string Check = "--check-settings";
    private const string Version = "--version";
    private static readonly string[] Help = ["--help", "-h", "-?"];

    /// <summary>Whether an argument is one of these commands, and if so, whether a value may follow it.</summary>
    /// <returns>Null for what is none.</returns>
    public static bool? TakesValue(string argument) =>
        argument is Check or Version || Help.Contains(argument) ? false
        : PolicyCommand.TakesValue(argument) ?? DatabaseCommand.TakesValue(argument) ?? HealthCommand.TakesValue(argument);

    /// <summary>Answers what is asked, and refuses to start with settings that are wrong.</summary>
    /// <returns>The exit code, or null when the service is to start.</returns>
    public static async Task<int?> AnswerAsync(IReadOnlyList<string> args, ServiceSettings settings, TextWriter output, TextWriter errors)
    {
        if (args.Any(Help.Contains))
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
        var version = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        // The compiler appends the revision of the sources.
        output.WriteLine($"Migrations {version.Split('+')[0]}");
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
