using System.Collections.Frozen;
using Migrations.Api.Identity;

namespace Migrations.Api.Policies.Language;

/// <summary>Rules that refer to each other by name. A set never changes; a reload makes another.</summary>
internal sealed class RuleSet
{
    /// <summary>Nova's rule that says who is an administrator.</summary>
    public const string Administrator = "context_is_admin";

    /// <summary>The rule that stands in for every undefined one, if a file defines it (oslo.policy's policy_default_rule).</summary>
    public const string Fallback = "default";

    /// <summary>Up to this number of rules, their decisions are kept on the stack.</summary>
    private const int MaxOnStack = 64;

    private readonly DefinedRule[] _rules;
    private readonly FrozenDictionary<string, int> _numbers;

    public RuleSet(IEnumerable<DefinedRule> rules)
    {
        _rules = [.. rules];
        _numbers = _rules.Index().ToFrozenDictionary(rule => rule.Item.Name, rule => rule.Index);
    }

    public IReadOnlyList<DefinedRule> All => _rules;

    public DefinedRule this[int number] => _rules[number];

    /// <summary>The index of the rule of that name, or else of the fallback, or else null.</summary>
    public int? NumberOf(string name) =>
        _numbers.TryGetValue(name, out var number) || _numbers.TryGetValue(Fallback, out number) ? number : null;

    /// <summary>The rule of that name, or else the fallback, or else null.</summary>
    public DefinedRule? Find(string name) => NumberOf(name) is { } number ? _rules[number] : null;

    /// <summary>Whether a rule allows the caller something on a target of that project. Unknown means denied.</summary>
    public bool Allows(string rule, Caller caller, string? targetProjectId)
    {
        Span<Decision> decisions = _rules.Length <= MaxOnStack ? stackalloc Decision[MaxOnStack] : new Decision[_rules.Length];
        return new PolicyQuery(this, caller, targetProjectId, decisions).Holds(rule) == true;
    }

    /// <summary>The rules of these names, and the rules that they refer to, directly or through others.</summary>
    public IEnumerable<DefinedRule> ReachedFrom(IEnumerable<string> names)
    {
        var reached = new HashSet<string>();
        var next = new Queue<string>(names);
        while (next.TryDequeue(out var name))
        {
            if (Find(name) is not { } rule || !reached.Add(rule.Name))
                continue;
            yield return rule;
            foreach (var reference in rule.References)
                next.Enqueue(reference);
        }
    }
}

/// <summary>A rule, and where it is written.</summary>
/// <param name="File">The policy file; null for a default.</param>
/// <param name="Line">Counted from 1; 0 for a default.</param>
internal sealed record DefinedRule(string Name, Check Check, string? File = null, long Line = 0)
{
    /// <summary>Where a person finds the rule.</summary>
    public string Origin => File is null ? "default" : $"{Path.GetFileName(File)}:{Line}";

    /// <summary>The checks of unknown kinds in this rule.</summary>
    public IReadOnlyList<UnknownCheck> UnknownChecks { get; } = [.. Checks(Check).OfType<UnknownCheck>()];

    /// <summary>The rules that this one refers to, defined or not.</summary>
    public IEnumerable<string> References => Checks(Check).OfType<RuleCheck>().Select(check => check.Name);

    /// <summary>The attributes of the target that this rule reads.</summary>
    public IEnumerable<string> TargetAttributes =>
        Checks(Check)
            .OfType<PatternCheck>()
            .SelectMany(check => check.Pattern.Parts)
            .Where(part => part.IsAttribute)
            .Select(part => part.Text);

    /// <summary>Whether the rule holds; null when that cannot be known.</summary>
    /// <remarks>
    /// One check of an unknown kind makes the whole rule unknown, whatever stands beside it: in Nova, a rule that cannot
    /// be parsed is never true either.
    /// </remarks>
    public bool? Decide(in PolicyQuery query) => UnknownChecks.Count == 0 ? Check.Decide(query) : null;

    private static IEnumerable<Check> Checks(Check check) => check.Parts.SelectMany(Checks).Prepend(check);
}

/// <summary>Refuses rules that refer to themselves, directly or through others: they could never be decided.</summary>
internal sealed class RuleCycles
{
    /// <summary>Maximum length of a chain of rules that refer to each other, so that no policy can exhaust the stack.</summary>
    private const int MaxChain = 34;

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
        // The rules of the chain may all be defaults, of which the last one refers to what a file has.
        var written = _chain.Append(last).LastOrDefault(rule => rule.File is not null)
            ?? _rules.ReachedFrom([last.Name]).First(rule => rule.File is not null);
        var path = string.Join(" -> ", _chain.Append(last).Select(rule => rule.Name));
        return new PolicyException(written.File!, written.Line, written.Name, $"{expected}: {path}");
    }
}
