using Migrations.Api.Policies.Files;
using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>Makes the rules in force from the defaults and the policy files, whose rules replace them.</summary>
internal static class PolicyReader
{
    /// <summary>The rules that this service asks. No other rule matters unless one of these refers to it.</summary>
    private static readonly string[] Asked = [.. PolicyRules.OfCalls.Select(rule => rule.Name), PolicyRules.Administrator];

    /// <param name="paths">The policy files, in the order in which they are to be read.</param>
    /// <exception cref="PolicyException">A file cannot be used. Then none of them is.</exception>
    public static LoadedPolicy Read(IEnumerable<string> paths)
    {
        var files = paths.Select(PolicyFile.Read).ToList();
        var written = new Dictionary<string, DefinedRule>();
        foreach (var rule in files.SelectMany(file => file.Rules))
            written[rule.Name] = rule;

        var rules = new Dictionary<string, DefinedRule>(written);
        foreach (var (name, check) in PolicyDefaults.Roles)
            rules.TryAdd(name, new DefinedRule(name, CheckParser.Parse(check)));
        foreach (var rule in PolicyRules.OfCalls)
            rules.TryAdd(rule.Name, DefaultOf(rule, written));

        var used = new RuleSet(new RuleSet(rules.Values).ReachedFrom(Asked));
        RuleCycles.ThrowIfAny(used);
        return new LoadedPolicy(used, [.. files.Select(file => file.Version)], PolicyWarnings.Of(written.Values, used));
    }

    /// <remarks>A rule that a file does not define follows the one named by Nova as its deprecated predecessor, if a file defines that.</remarks>
    private static DefinedRule DefaultOf(PolicyRule rule, Dictionary<string, DefinedRule> written) =>
        rule.Follows is not null && written.TryGetValue(rule.Follows, out var followed)
            ? followed with { Name = rule.Name }
            : new DefinedRule(rule.Name, CheckParser.Parse(rule.Default));
}

/// <summary>The rules in force, the files that they were read from, and probable mistakes in them.</summary>
internal sealed record LoadedPolicy(RuleSet Rules, IReadOnlyList<FileVersion> Files, IReadOnlyList<PolicyWarning> Warnings);
