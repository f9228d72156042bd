using Migrations.Api.Identity;

namespace Migrations.Api.Policies.Language;

/// <summary>One question to a rule: may this caller do it to a target of that project?</summary>
/// <param name="verdicts">One per rule, by its number; all undecided at first.</param>
internal readonly ref struct PolicyQuery(RuleSet rules, Caller caller, string? targetProjectId, Span<Verdict> verdicts)
{
    private readonly Span<Verdict> _verdicts = verdicts;

    public Caller Caller { get; } = caller;

    /// <summary>Whether a rule holds; null when that cannot be known.</summary>
    /// <remarks>Each rule is decided once per query. So the length of the rules bounds the work, however they refer to each other.</remarks>
    public bool? Holds(string rule)
    {
        if (rules.NumberOf(rule) is not { } number)
            return null;
        ref var verdict = ref _verdicts[number];
        if (verdict == Verdict.Undecided)
            verdict = rules[number].Decide(this) switch { true => Verdict.True, false => Verdict.False, null => Verdict.Unknown };
        return verdict == Verdict.Unknown ? null : verdict == Verdict.True;
    }

    /// <summary>The value of <c>%(name)s</c>; null when this target has no such attribute.</summary>
    public string? TargetAttribute(string name) => HasTargetAttribute(name) ? targetProjectId : null;

    /// <summary>Whether any target has such an attribute.</summary>
    public static bool HasTargetAttribute(string name) => name == "project_id";
}

/// <summary>Whether a rule holds for a query.</summary>
internal enum Verdict : byte
{
    Undecided,
    True,
    False,
    Unknown,
}
