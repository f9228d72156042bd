using Migrations.Api.Policies.Files;
using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>Makes the rules in force out of the defaults and what the files put in their place.</summary>
internal static class PolicyReader
{
    /// <exception cref="PolicyException">A file cannot be used; then none is.</exception>
    public static LoadedPolicy Read(IReadOnlyList<FileVersion> files)
    {
        var written = new Dictionary<string, DefinedRule>();
        foreach (var rule in files.SelectMany(file => PolicyFile.Read(file.Path)))
            written[rule.Name] = rule;

        var rules = new Dictionary<string, DefinedRule>(written);
        foreach (var (name, check) in PolicyDefaults.Roles)
            rules.TryAdd(name, new DefinedRule(name, CheckParser.Parse(check)));
        foreach (var call in PolicyCall.All)
            rules.TryAdd(call.Rule, InsteadOf(call, written));

        var set = new RuleSet(rules.Values);
        RuleCircles.Refuse(set);
        return new LoadedPolicy(set, files, PolicyDoubts.About(set));
    }

    private static DefinedRule InsteadOf(PolicyCall call, Dictionary<string, DefinedRule> written) =>
        call.Follows is not null && written.TryGetValue(call.Follows, out var followed)
            ? followed with { Name = call.Rule }
            : new DefinedRule(call.Rule, CheckParser.Parse(PolicyDefaults.OfCalls));
}

/// <summary>A policy, the files it was read from, and what in them is probably not as meant.</summary>
internal sealed record LoadedPolicy(RuleSet Rules, IReadOnlyList<FileVersion> Files, IReadOnlyList<string> Doubts);
