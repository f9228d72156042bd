namespace Migrations.Api.Policies.Language;

/// <summary>A check that compares something with a pattern.</summary>
internal abstract record PatternCheck(Pattern Pattern) : Check;
