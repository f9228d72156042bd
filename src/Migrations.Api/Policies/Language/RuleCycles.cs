namespace Migrations.Api.Policies.Language;

/// <summary>Refuses rules that refer to themselves, directly or through others: they could never be decided.</summary>
internal sealed class RuleCycles
{
    /// <summary>Maximum length of a chain of rules that refer to each other, so that no policy can exhaust the stack.</summary>
    private const int MaxChain = 32;

    private readonly RuleSet _rules;
    private readonly Dictionary<string, int> _heights = [];
    private readonly List<DefinedRule> _chain = [];

    private RuleCycles(RuleSet rules) => _rules = rules;

    /// <exception cref="PolicyException">There is a cycle, or a chain that is too long.</exception>
    public static void ThrowIfAny(RuleSet rules)
    {
        var cycles = new RuleCycles(rules);
        foreach (var rule in rules.All)
            cycles.HeightOf(rule);
    }

    /// <summary>The length of the longest chain that begins with this rule.</summary>
    private int HeightOf(DefinedRule rule)
    {
        if (_heights.TryGetValue(rule.Name, out var known))
            return known;
        if (_chain.Any(earlier => earlier.Name == rule.Name))
            throw Refused(rule, "expected no cycle of rules");

        _chain.Add(rule);
        var height = 1;
        foreach (var next in rule.References.Select(_rules.Find).OfType<DefinedRule>())
        {
            height = _chain.Count < MaxChain ? Math.Max(height, 1 + HeightOf(next)) : MaxChain + 1;
            if (height > MaxChain)
                throw Refused(next, $"expected a chain of at most {MaxChain} rules");
        }
        _chain.RemoveAt(_chain.Count - 1);
        return _heights[rule.Name] = height;
    }

    private PolicyException Refused(DefinedRule last, string expected)
    {
        var written = _chain.Append(last).Last(rule => rule.File is not null);
        var path = string.Join(" -> ", _chain.Append(last).Select(rule => rule.Name));
        return new PolicyException(written.File!, written.Line, written.Name, $"{expected}: {path}");
    }
}
