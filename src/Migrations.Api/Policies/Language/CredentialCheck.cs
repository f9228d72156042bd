namespace Migrations.Api.Policies.Language;

/// <summary><c>user_id:…</c> and the like: an attribute of the caller has a value.</summary>
internal sealed record CredentialCheck(Credential Credential, Pattern Pattern) : PatternCheck(Pattern)
{
    public override bool? Decide(in PolicyQuery query) => Credential.Matches(query, Pattern);

    public override string ToString() => $"{Credential.Name}:{Pattern}";
}
