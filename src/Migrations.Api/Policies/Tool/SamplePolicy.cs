namespace Migrations.Api.Policies.Tool;

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
                output.WriteLine($"# If only {rule.Follows.Name} is changed, this rule follows it.");
            output.WriteLine($"#\"{rule.Name}\": \"{PolicyDefaults.OfCalls}\"");
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
