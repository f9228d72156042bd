namespace Migrations.Api.Policies.Language;

/// <summary>A check of a kind that is not known here, such as <c>http:…</c>. Whether it holds cannot be known.</summary>
internal sealed record UnknownCheck(string Written) : Check
{
    public override bool? Decide(in PolicyQuery query) => null;

    public override string ToString() => Written;
}
