using Migrations.Api.Policies.Files;
using Migrations.Api.Policies.Language;
using Migrations.Api.Settings;

namespace Migrations.Api.Policies.Tool;

/// <summary>The commands for policies. Each ends the program instead of starting the service.</summary>
public static class PolicyCommand
{
    private const string Check = "--check-policy";
    private const string Sample = "--sample-policy";

    /// <summary>Whether an argument is one of these commands, and if so, whether a value may follow it; null for any other argument.</summary>
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

/// <summary>A policy file that changes nothing: every rule with its default, commented out.</summary>
internal static class SamplePolicy
{
    public static void Write(TextWriter output)
    {
        output.WriteLine("# Who may do what, in the language of oslo.policy. Every rule is shown with its default.");
        output.WriteLine("# Remove the # in front of a rule to change it. A changed rule replaces the default, for administrators too.");
        output.WriteLine("# Check the file with --check-policy FILE. The service applies changes within a second.");
        foreach (var (name, check) in PolicyDefaults.Roles)
            WriteRule(output, name, check);
        foreach (var rule in PolicyRules.OfCalls)
        {
            output.WriteLine();
            output.WriteLine($"# {rule.Meaning}");
            foreach (var call in ComputeApi.Calls.Where(call => call.Rules.Contains(rule)))
                output.WriteLine($"# {call.Method} {call.Route}");
            if (rule.Follows is not null)
                output.WriteLine($"# If only {rule.Follows} is changed, this rule follows it.");
            output.WriteLine($"#\"{rule.Name}\": \"{rule.Default}\"");
        }
    }

    private static void WriteRule(TextWriter output, string name, string check)
    {
        output.WriteLine();
        output.WriteLine(name == PolicyRules.Administrator
            ? "# Who is an administrator. Administrators pass locks and see the servers of all projects."
            : "# For use in other rules.");
        output.WriteLine($"#\"{name}\": \"{check}\"");
    }
}
