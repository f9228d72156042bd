namespace Migrations.Api.Policies;

/// <summary>Shows a policy to the person who wrote it: what every call asks for, and who may make it.</summary>
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
        output.WriteLine("admin, manager, member and reader are of the server's project, other is a member of another one.");
        output.WriteLine("Whatever the rules say, a server of another project is not found (404) but for administrators.");

        output.WriteLine();
        WriteTable(output, [["RULES THAT THESE REFER TO", "FROM", "CHECK"], .. Referred()]);
        foreach (var doubt in policy.Doubts)
            output.WriteLine($"warning: {doubt}");
    }

    private IEnumerable<string[]> Calls() =>
        from call in PolicyCall.All
        let rule = policy.Rules.Find(call.Rule)!
        let answers = PolicyPersona.All.Select(persona => persona.IsAllowed(policy.Rules, call.Rule) ? "yes" : "no")
        select (string[])[call.Request, call.Rule, .. answers, rule.Origin, rule.Check.ToString()];

    private IEnumerable<string[]> Referred()
    {
        var calls = PolicyCall.All.Select(call => call.Rule).ToList();
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
