namespace Migrations.Api.Policies;

/// <summary>Refuses rules that refer to themselves, however far around: they could never be decided.</summary>
internal sealed class RuleCircles
{
    /// <summary>How many rules may refer to each other in a row: more is no policy that a person has written.</summary>
    private const int LongestChain = 32;

    private readonly RuleSet _rules;
    private readonly Dictionary<string, int> _heights = [];
    private readonly List<DefinedRule> _chain = [];

    private RuleCircles(RuleSet rules) => _rules = rules;

    /// <exception cref="PolicyException">There is a circle, or a chain too long to follow.</exception>
    public static void Refuse(RuleSet rules)
    {
        var circles = new RuleCircles(rules);
        foreach (var rule in rules.All)
            circles.HeightOf(rule);
    }

    private int HeightOf(DefinedRule rule)
    {
        if (_heights.TryGetValue(rule.Name, out var known))
            return known;
        if (_chain.Any(earlier => earlier.Name == rule.Name))
            throw Refused(rule, "expected no circle of rules");

        _chain.Add(rule);
        var height = 1;
        foreach (var next in rule.References.Select(_rules.Find).OfType<DefinedRule>())
        {
            height = _chain.Count < LongestChain ? Math.Max(height, 1 + HeightOf(next)) : LongestChain + 1;
            if (height > LongestChain)
                throw Refused(next, $"expected a chain of at most {LongestChain} rules");
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
