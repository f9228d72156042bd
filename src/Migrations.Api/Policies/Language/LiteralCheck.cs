namespace Migrations.Api.Policies.Language;

/// <summary><c>'text':…</c>, <c>True:…</c>, <c>1:…</c>: an attribute of the target has a value.</summary>
/// <param name="Written">The literal as it was written, with its quotes.</param>
internal sealed record LiteralCheck(string Written, Pattern Pattern) : PatternCheck(Pattern)
{
    private readonly string _text = Written[0] is '\'' or '"' ? Written[1..^1] : Written;

    public override bool? Decide(in PolicyQuery query) => Pattern.Matches(_text, query, StringComparison.Ordinal);

    public override string ToString() => $"{Written}:{Pattern}";
}
