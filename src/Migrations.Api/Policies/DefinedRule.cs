using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>A rule in force.</summary>
/// <param name="File">The policy file that says so; null for a default.</param>
/// <param name="Line">Counted from 1; 0 for a default.</param>
internal sealed record DefinedRule(string Name, Check Check, string? File = null, long Line = 0)
{
    /// <summary>Where the rule is written, for a person to find it.</summary>
    public string Origin => File is null ? "default" : $"{Path.GetFileName(File)}:{Line}";

    /// <summary>The checks in it of a kind that is not known here.</summary>
    public IReadOnlyList<UnknownCheck> UnknownChecks { get; } = [.. Checks(Check).OfType<UnknownCheck>()];

    /// <summary>Whether the rule holds; null when that cannot be known, as for every rule with a check that is not known.</summary>
    public bool? Decide(in PolicyQuery query) => UnknownChecks.Count == 0 ? Check.Decide(query) : null;

    /// <summary>The rules that this one refers to, defined or not.</summary>
    public IEnumerable<string> References => Checks(Check).OfType<RuleCheck>().Select(check => check.Name);

    /// <summary>The attributes of the target that this rule looks at.</summary>
    public IEnumerable<string> TargetAttributes =>
        Checks(Check)
            .OfType<PatternCheck>()
            .SelectMany(check => check.Pattern.Parts)
            .Where(part => part.IsAttribute)
            .Select(part => part.Text);

    private static IEnumerable<Check> Checks(Check check) => check.Parts.SelectMany(Checks).Prepend(check);
}
