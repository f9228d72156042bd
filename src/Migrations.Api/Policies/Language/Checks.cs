namespace Migrations.Api.Policies.Language;

/// <summary>One condition of a rule. Printed, it is policy language again.</summary>
/// <remarks>
/// The kinds and their meaning are those of oslo.policy (oslo_policy/_checks.py), with one difference: oslo.policy takes
/// what does not exist for false, so that "not" makes it true. Here it is unknown.
/// </remarks>
internal abstract record Check
{
    /// <summary>The checks that this one consists of.</summary>
    public virtual Check[] Parts => [];

    /// <summary>Whether the condition holds.</summary>
    /// <returns>
    /// Null when that cannot be known: the rule or the target's attribute that it names does not exist. Unknown stays
    /// unknown under "not", and never permits anything.
    /// </returns>
    public abstract bool? Decide(in PolicyQuery query);
}

internal sealed record AndCheck(Check[] Operands) : Check
{
    public override Check[] Parts => Operands;

    public override bool? Decide(in PolicyQuery query)
    {
        bool? all = true;
        for (var i = 0; i < Operands.Length && all != false; i++)
            all &= Operands[i].Decide(query);
        return all;
    }

    public override string ToString() => $"({string.Join<Check>(" and ", Operands)})";
}

internal sealed record OrCheck(Check[] Operands) : Check
{
    public override Check[] Parts => Operands;

    public override bool? Decide(in PolicyQuery query)
    {
        bool? any = false;
        for (var i = 0; i < Operands.Length && any != true; i++)
            any |= Operands[i].Decide(query);
        return any;
    }

    public override string ToString() => $"({string.Join<Check>(" or ", Operands)})";
}

internal sealed record NotCheck(Check Operand) : Check
{
    public override Check[] Parts => [Operand];

    public override bool? Decide(in PolicyQuery query) => !Operand.Decide(query);

    public override string ToString() => $"not {Operand}";
}

/// <summary><c>@</c> is always true, <c>!</c> never.</summary>
internal sealed record ConstantCheck(bool Value) : Check
{
    public static readonly ConstantCheck Always = new(true);

    public static readonly ConstantCheck Never = new(false);

    public override bool? Decide(in PolicyQuery query) => Value;

    public override string ToString() => Value ? "@" : "!";
}

/// <summary><c>rule:NAME</c>: another rule holds.</summary>
internal sealed record RuleCheck(string Name) : Check
{
    public override bool? Decide(in PolicyQuery query) => query.Holds(Name);

    public override string ToString() => $"rule:{Name}";
}

/// <summary>A check that compares something with a pattern.</summary>
internal abstract record PatternCheck(Pattern Pattern) : Check;

/// <summary><c>role:NAME</c>: the caller has the role. Case makes no difference.</summary>
internal sealed record RoleCheck(Pattern Pattern) : PatternCheck(Pattern)
{
    public override bool? Decide(in PolicyQuery query) =>
        Pattern.MatchesAny(query.Caller.Roles, query, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"role:{Pattern}";
}

/// <summary><c>user_id:…</c> and the like: an attribute of the caller has this value.</summary>
internal sealed record CredentialCheck(Credential Credential, Pattern Pattern) : PatternCheck(Pattern)
{
    public override bool? Decide(in PolicyQuery query) => Credential.Matches(query, Pattern);

    public override string ToString() => $"{Credential.Name}:{Pattern}";
}

/// <summary><c>'text':…</c>, <c>True:…</c>, <c>1:…</c>: an attribute of the target has this value.</summary>
/// <param name="Written">The literal as the rule has it, with its quotes.</param>
internal sealed record LiteralCheck(string Written, Pattern Pattern) : PatternCheck(Pattern)
{
    private readonly string _text = Written[0] is '\'' or '"' ? Written[1..^1] : Written;

    public override bool? Decide(in PolicyQuery query) => Pattern.Matches(_text, query, StringComparison.Ordinal);

    public override string ToString() => $"{Written}:{Pattern}";
}

/// <summary>A check of an unknown kind, such as <c>http:…</c>.</summary>
internal sealed record UnknownCheck(string Written) : Check
{
    public override bool? Decide(in PolicyQuery query) => null;

    public override string ToString() => Written;
}
