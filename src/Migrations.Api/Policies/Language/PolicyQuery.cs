using Migrations.Api.Identity;

namespace Migrations.Api.Policies.Language;

/// <summary>One question to a rule: may this caller do it to a target of that project?</summary>
/// <param name="decisions">One per rule, by its number; all undecided at first.</param>
internal readonly ref struct PolicyQuery(RuleSet rules, Caller caller, string? targetProjectId, Span<Decision> decisions)
{
    private readonly Span<Decision> _decisions = decisions;

    public Caller Caller { get; } = caller;

    /// <summary>Whether a rule holds; null when that cannot be known.</summary>
    /// <remarks>Each rule is decided once per query. So the length of the rules bounds the work, however they refer to each other.</remarks>
    public bool? Holds(string rule)
    {
        if (rules.NumberOf(rule) is not { } number)
            return null;
        ref var decision = ref _decisions[number];
        if (decision == Decision.Undecided)
            decision = rules[number].Decide(this) switch { true => Decision.True, false => Decision.False, null => Decision.Unknown };
        return decision == Decision.Unknown ? null : decision == Decision.True;
    }

    /// <summary>The value of <c>%(name)s</c>; null when this target has no such attribute.</summary>
    public string? TargetAttribute(string name) => HasTargetAttribute(name) ? targetProjectId : null;

    /// <summary>Whether any target has such an attribute.</summary>
    public static bool HasTargetAttribute(string name) => name == "project_id";
}

/// <summary>Whether a rule holds for a query.</summary>
internal enum Decision : byte
{
    Undecided,
    True,
    False,
    Unknown,
}
