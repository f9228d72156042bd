using Migrations.Api.Policies.Files;
using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>Makes the rules in force out of the defaults and what the files put in their place.</summary>
internal static class PolicyReader
{
    /// <summary>The rules that are asked for by name; what they do not lead to never matters.</summary>
    private static readonly string[] Asked = [.. PolicyCall.All.Select(call => call.Rule), PolicyRules.Administrator];

    /// <param name="paths">The policy files, in the order in which they are to be read.</param>
    /// <exception cref="PolicyException">A file cannot be used; then none is.</exception>
    public static LoadedPolicy Read(IEnumerable<string> paths)
    {
        var files = paths.Select(PolicyFile.Read).ToList();
        var written = new Dictionary<string, DefinedRule>();
        foreach (var rule in files.SelectMany(file => file.Rules))
            written[rule.Name] = rule;

        var rules = new Dictionary<string, DefinedRule>(written);
        foreach (var (name, check) in PolicyDefaults.Roles)
            rules.TryAdd(name, new DefinedRule(name, CheckParser.Parse(check)));
        foreach (var call in PolicyCall.All)
            rules.TryAdd(call.Rule, InsteadOf(call, written));

        var used = new RuleSet(new RuleSet(rules.Values).ReachedFrom(Asked));
        RuleCircles.Refuse(used);
        return new LoadedPolicy(used, [.. files.Select(file => file.Version)], PolicyDoubts.About(written.Keys, used));
    }

    private static DefinedRule InsteadOf(PolicyCall call, Dictionary<string, DefinedRule> written) =>
        call.Follows is not null && written.TryGetValue(call.Follows, out var followed)
            ? followed with { Name = call.Rule }
            : new DefinedRule(call.Rule, CheckParser.Parse(PolicyDefaults.OfCalls));
}

/// <summary>A policy, the files it was read from, and what in them is probably not as meant.</summary>
internal sealed record LoadedPolicy(RuleSet Rules, IReadOnlyList<FileVersion> Files, IReadOnlyList<string> Doubts);
