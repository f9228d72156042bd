using Migrations.Api.Identity;
using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies.Tool;

/// <summary>Shows a policy to the person who wrote it: the rule of every call, who may make it, and probable mistakes.</summary>
internal sealed class PolicyReport(LoadedPolicy policy)
{
    public void Write(TextWriter output)
    {
        output.WriteLine(policy.Files.Count == 0 ? "No policy file: these are the defaults." : "Read, in this order:");
        foreach (var file in policy.Files)
            output.WriteLine($"  {file.Path}");

        output.WriteLine();
        WriteTable(output, [["CALL", "RULE", .. PolicyPersona.All.Select(persona => persona.Name), "FROM", "CHECK"], .. Calls()]);
        output.WriteLine();
        output.WriteLine("admin, manager, member and reader belong to the server's project; other is a member of another project.");
        output.WriteLine("Whatever the rules say, only administrators find the servers of other projects; others get 404.");

        output.WriteLine();
        WriteTable(output, [["RULES THAT THESE REFER TO", "FROM", "CHECK"], .. Referred()]);
        foreach (var warning in policy.Warnings)
            output.WriteLine($"{(warning.IsError ? "error" : "warning")}: {warning.Text}");
    }

    private IEnumerable<string[]> Calls() =>
        from call in ComputeApi.Calls
        from asked in call.Rules
        let rule = policy.Rules.Find(asked.Name)!
        let answers = PolicyPersona.All.Select(persona => persona.IsAllowed(policy.Rules, asked.Name) ? "yes" : "no")
        select (string[])[$"{call.Method} {call.Route}", asked.Name, .. answers, rule.Origin, rule.Check.ToString()];

    private IEnumerable<string[]> Referred()
    {
        var calls = PolicyRules.OfCalls.Select(rule => rule.Name).ToList();
        return
            from rule in policy.Rules.ReachedFrom(calls)
            where !calls.Contains(rule.Name)
            select (string[])[rule.Name, rule.Origin, rule.Check.ToString()];
    }

    private static void WriteTable(TextWriter output, IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}

/// <summary>Somebody about whom the report asks the rules, with the roles that Keystone implies by the first one.</summary>
internal sealed record PolicyPersona(string Name, string ProjectId, IReadOnlyList<string> Roles)
{
    /// <summary>The project of the server that the report asks about.</summary>
    private const string ProjectOfServer = "its-project";

    public static readonly IReadOnlyList<PolicyPersona> All =
    [
        new("admin", ProjectOfServer, ["admin", "manager", "member", "reader"]),
        new("manager", ProjectOfServer, ["manager", "member", "reader"]),
        new("member", ProjectOfServer, ["member", "reader"]),
        new("reader", ProjectOfServer, ["reader"]),
        new("other", "another-project", ["member", "reader"]),
    ];

    public bool IsAllowed(RuleSet rules, string rule) =>
        rules.Allows(rule, new Caller($"a-{Name}", ProjectId, Roles), ProjectOfServer);
}
