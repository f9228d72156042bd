using Migrations.Api.Policies.Files;
using Migrations.Api.Policies.Language;
using Migrations.Api.Settings;

namespace Migrations.Api.Policies.Tool;

/// <summary>The commands about policies. Each ends the program instead of starting the service.</summary>
public static class PolicyCommand
{
    private const string Check = "--check-policy";
    private const string Sample = "--sample-policy";

    /// <summary>Whether an argument is one of these commands, and if so, whether a value may follow it; null for what is none.</summary>
    public static bool? TakesValue(string argument) => argument switch { Check => true, Sample => false, _ => null };

    /// <summary>Carries out <c>--check-policy [FILE]</c> or <c>--sample-policy</c>, if one is given.</summary>
    /// <param name="configuredFile">The setting <c>Policy:File</c>, for when no file is given.</param>
    /// <param name="root">The folder that relative paths start from.</param>
    /// <returns>The exit code, 1 for a policy with errors; null to start the service.</returns>
    public static int? Run(IReadOnlyList<string> args, string? configuredFile, string root, TextWriter output)
    {
        if (args.Contains(Sample))
        {
            SamplePolicy.Write(output);
            return 0;
        }
        if (Arguments.ValueOf(args, Check) is not { } file)
            return null;
        if (file.Length == 0)
            return CheckFile(configuredFile, root, output);
        if (Path.Exists(Path.GetFullPath(file, root)))
            return CheckFile(file, root, output);
        output.WriteLine($"error: {file}: there is no such file");
        return 1;
    }

    private static int CheckFile(string? file, string root, TextWriter output)
    {
        try
        {
            var policy = PolicyReader.Read(new PolicySources(file, root).AtStart().Select(found => found.Path));
            new PolicyReport(policy).Write(output);
            return policy.Warnings.Any(warning => warning.IsError) ? 1 : 0;
        }
        catch (PolicyException e)
        {
            output.WriteLine($"error: {e.Message}");
            return 1;
        }
    }
}
