using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>Finds what in a policy can be used and is still probably not as meant.</summary>
internal static class PolicyDoubts
{
    /// <summary>The doubts, one sentence each.</summary>
    public static IReadOnlyList<string> About(RuleSet rules)
    {
        var used = rules.ReachedFrom([.. PolicyCall.All.Select(call => call.Rule), PolicyRules.Administrator]).ToList();
        return [.. Ignored(rules, used), .. used.SelectMany(Undefined(rules)), .. used.SelectMany(Unknowable)];
    }

    private static IEnumerable<string> Ignored(RuleSet rules, List<DefinedRule> used)
    {
        var names = rules.All
            .Where(rule => rule.File is not null && rule.Name != RuleSet.Fallback)
            .Except(used)
            .Select(rule => rule.Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        return names.Count == 0 ? [] : [$"no call here asks for these rules, they are ignored: {string.Join(", ", names)}"];
    }

    private static Func<DefinedRule, IEnumerable<string>> Undefined(RuleSet rules) => rule =>
        rule.References
            .Where(name => rules.Find(name)?.Name != name)
            .Select(name => rules.Find(name) is null
                ? $"{rule.Origin}: {rule.Name} refers to rule:{name}, which is not defined and so never true"
                : $"{rule.Origin}: {rule.Name} refers to rule:{name}, which is not defined: the rule 'default' is used");

    private static IEnumerable<string> Unknowable(DefinedRule rule) =>
        rule.TargetAttributes
            .Where(name => !Question.HasTargetAttribute(name))
            .Select(name => $"{rule.Origin}: {rule.Name} looks at %({name})s, which targets here have not: never true");
}
