namespace Migrations.Api.Policies;

/// <summary>A policy file that changes nothing: every rule with its default, behind a comment sign.</summary>
internal static class SamplePolicy
{
    public static void Write(TextWriter output)
    {
        output.WriteLine("# Who may do what, in the language of oslo.policy. Every rule below stands with its default.");
        output.WriteLine("# Remove the # before a rule to change it; a changed rule replaces the default, for administrators too.");
        output.WriteLine("# Check a changed file with --check-policy FILE. The service takes it over within a second.");
        foreach (var (name, check) in PolicyDefaults.Roles)
            WriteRule(output, name, check);
        foreach (var call in PolicyCall.All)
        {
            output.WriteLine();
            output.WriteLine($"# {call.Meaning}");
            output.WriteLine($"# {call.Request}");
            if (call.Follows is not null)
                output.WriteLine($"# Where only {call.Follows} is changed, this rule follows it.");
            output.WriteLine($"#\"{call.Rule}\": \"{PolicyDefaults.OfCalls}\"");
        }
    }

    private static void WriteRule(TextWriter output, string name, string check)
    {
        output.WriteLine();
        output.WriteLine(name == PolicyRules.Administrator
            ? "# Who is an administrator: passes locks and sees the servers of all projects."
            : "# For use in other rules.");
        output.WriteLine($"#\"{name}\": \"{check}\"");
    }
}
