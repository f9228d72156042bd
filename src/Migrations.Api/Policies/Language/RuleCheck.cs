namespace Migrations.Api.Policies.Language;

/// <summary><c>rule:NAME</c>: another rule holds.</summary>
internal sealed record RuleCheck(string Name) : Check
{
    public override bool? Decide(in PolicyQuery query) => query.Holds(Name);

    public override string ToString() => $"rule:{Name}";
}
