namespace Migrations.Api.Policies.Language;

/// <summary>One condition of a rule. Printed, it is policy language again.</summary>
internal abstract record Check
{
    /// <summary>The checks that this one is made of.</summary>
    public virtual IReadOnlyList<Check> Parts => [];

    /// <summary>Whether the condition holds.</summary>
    /// <returns>
    /// Null when that cannot be known: the rule or the target's attribute that it names does not exist. What cannot be
    /// known stays so under "not", and is never permission.
    /// </returns>
    public abstract bool? Decide(in PolicyQuery query);
}
