using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>A rule in force.</summary>
/// <param name="File">The policy file that says so; null for a default.</param>
/// <param name="Line">Counted from 1; 0 for a default.</param>
internal sealed record DefinedRule(string Name, Check Check, string? File = null, long Line = 0)
{
    /// <summary>Where the rule is written, for a person to find it.</summary>
    public string Origin => File is null ? "default" : $"{Path.GetFileName(File)}:{Line}";

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
