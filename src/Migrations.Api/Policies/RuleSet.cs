using System.Collections.Frozen;
using Migrations.Api.Identity;
using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>Rules that have been read together and refer to each other. Never changes; a reload makes another.</summary>
internal sealed class RuleSet(IEnumerable<DefinedRule> rules)
{
    /// <summary>The rule that stands in for every one that is referred to and not defined, when a file defines it.</summary>
    public const string Fallback = "default";

    private readonly FrozenDictionary<string, DefinedRule> _rules = rules.ToFrozenDictionary(rule => rule.Name);

    public IEnumerable<DefinedRule> All => _rules.Values;

    /// <summary>The rule of that name, or else the fallback, or else null.</summary>
    public DefinedRule? Find(string name) => _rules.GetValueOrDefault(name) ?? _rules.GetValueOrDefault(Fallback);

    /// <summary>Whether a rule allows it. What cannot be known is not allowed.</summary>
    public bool Allows(string rule, Caller caller, string? targetProjectId) =>
        Find(rule)?.Check.Decide(new Question(this, caller, targetProjectId)) == true;

    /// <summary>The rules that deciding a rule may lead to, itself first.</summary>
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
