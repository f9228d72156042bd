using Migrations.Api.Policies.Tool;

namespace Migrations.Api.Settings;

/// <summary>What can be asked on the command line without starting the service.</summary>
internal static class CommandLine
{
    /// <summary>Answers <c>--help</c> and refuses what is no setting.</summary>
    /// <returns>The exit code, or null when the service is to start.</returns>
    public static int? Answer(string[] args, TextWriter output, TextWriter errors)
    {
        if (args.Any(arg => arg is "--help" or "-h" or "-?"))
        {
            WriteHelp(output);
            return 0;
        }
        if (FirstUnknown(args) is not { } unknown)
            return null;
        errors.WriteLine($"{unknown.Split('=')[0]} is not a setting. --help lists them.");
        return 2;
    }

    private static string? FirstUnknown(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var key = args[i].Split('=')[0];
            if (!key.StartsWith("--", StringComparison.Ordinal) || !IsKnown(key[2..].Replace("__", ":", StringComparison.Ordinal)))
                return args[i];
            if (!args[i].Contains('='))
                i++;
        }
        return null;
    }

    /// <summary>The host's own settings are let through.</summary>
    private static bool IsKnown(string key) =>
        KnownSettings.Contains(key) || key.ToLowerInvariant() is "environment" or "contentroot" or "applicationname"
        || PolicyCommand.IsNamed(key)
        || key.StartsWith("Kestrel:", StringComparison.OrdinalIgnoreCase);

    private static void WriteHelp(TextWriter output)
    {
        output.WriteLine("Shows, force-completes and aborts live migrations in the form of OpenStack Nova's API.");
        output.WriteLine();
        output.WriteLine("Migrations.Api [--SETTING=VALUE ...]");
        output.WriteLine("Migrations.Api --check-policy [FILE]   who may do what by a policy file; exit code 1 if it has errors");
        output.WriteLine("Migrations.Api --sample-policy         a policy file with all defaults");
        output.WriteLine();
        output.WriteLine("Settings are read from appsettings.json in the working directory, then from the environment");
        output.WriteLine("(Database__Path=...), then from the command line; the last one counts.");
        output.WriteLine();
        var width = KnownSettings.All.Max(setting => setting.Key.Length);
        foreach (var setting in KnownSettings.All)
            output.WriteLine($"  --{setting.Key.PadRight(width)}  {setting.Meaning} [{setting.Default}]");
    }
}
