namespace Migrations.Api.Policies.Language;

/// <summary><c>role:NAME</c>: the caller has the role, whatever the case of the letters.</summary>
internal sealed record RoleCheck(Pattern Pattern) : PatternCheck(Pattern)
{
    public override bool? Decide(in PolicyQuery query) =>
        Pattern.MatchesAny(query.Caller.Roles, query, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"role:{Pattern}";
}
