using System.Collections.Frozen;
using Migrations.Api.Identity;
using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>Rules that have been read together and refer to each other. Never changes; a reload makes another.</summary>
internal sealed class RuleSet
{
    /// <summary>The rule that stands in for every one that is referred to and not defined, when a file defines it.</summary>
    public const string Fallback = "default";

    /// <summary>Verdicts of more rules than a person writes are kept on the heap.</summary>
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

    /// <summary>The place of the rule of that name, or else of the fallback, or else null.</summary>
    public int? NumberOf(string name) =>
        _numbers.TryGetValue(name, out var number) || _numbers.TryGetValue(Fallback, out number) ? number : null;

    /// <summary>The rule of that name, or else the fallback, or else null.</summary>
    public DefinedRule? Find(string name) => NumberOf(name) is { } number ? _rules[number] : null;

    /// <summary>Whether a rule allows it. What cannot be known is not allowed.</summary>
    public bool Allows(string rule, Caller caller, string? targetProjectId)
    {
        Span<Verdict> verdicts = _rules.Length <= MaxOnStack ? stackalloc Verdict[MaxOnStack] : new Verdict[_rules.Length];
        return new PolicyQuery(this, caller, targetProjectId, verdicts).Holds(rule) == true;
    }

    /// <summary>The rules that deciding these may lead to, themselves first.</summary>
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
