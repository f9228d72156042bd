using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>Finds what in a policy can be used and is still probably not as meant.</summary>
internal static class PolicyDoubts
{
    /// <summary>The doubts, one sentence each.</summary>
    /// <param name="written">The names of the rules that the files define.</param>
    /// <param name="used">The rules that calls here lead to.</param>
    public static IReadOnlyList<string> About(IEnumerable<string> written, RuleSet used) =>
    [
        .. Ignored(written, used),
        .. used.All.SelectMany(Unknown),
        .. used.All.SelectMany(Undefined(used)),
        .. used.All.SelectMany(Unknowable),
    ];

    private static IEnumerable<string> Ignored(IEnumerable<string> written, RuleSet used)
    {
        var names = written
            .Except(used.All.Select(rule => rule.Name))
            .Where(name => name != RuleSet.Fallback)
            .Order(StringComparer.Ordinal)
            .ToList();
        return names.Count == 0 ? [] : [$"no call here asks for these rules, they are ignored: {string.Join(", ", names)}"];
    }

    private static IEnumerable<string> Unknown(DefinedRule rule) =>
        rule.UnknownChecks.Select(check => $"{rule.Origin}: {rule.Name} uses {check}, a check that is not known here: it denies everybody");

    private static Func<DefinedRule, IEnumerable<string>> Undefined(RuleSet rules) => rule =>
        rule.References
            .Where(name => rules.Find(name)?.Name != name)
            .Select(name => rules.Find(name) is null
                ? $"{rule.Origin}: {rule.Name} refers to rule:{name}, which is not defined and so never true"
                : $"{rule.Origin}: {rule.Name} refers to rule:{name}, which is not defined: the rule 'default' is used");

    private static IEnumerable<string> Unknowable(DefinedRule rule) =>
        rule.TargetAttributes
            .Where(name => !PolicyQuery.HasTargetAttribute(name))
            .Select(name => $"{rule.Origin}: {rule.Name} looks at %({name})s, which targets here have not: never true");
}
