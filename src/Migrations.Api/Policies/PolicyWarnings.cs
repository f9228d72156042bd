using Migrations.Api.Policies.Language;
using Migrations.Api.Settings;

namespace Migrations.Api.Policies;

/// <summary>A probable mistake in a policy that is in force all the same.</summary>
/// <param name="Text">Place and problem; a sentence without its full stop.</param>
/// <param name="IsError">Whether <c>--check-policy</c> fails because of it.</param>
internal sealed record PolicyWarning(string Text, bool IsError);

/// <summary>Finds probable mistakes in a policy: misspelt and undefined rules, and checks that are never true.</summary>
internal sealed class PolicyWarnings
{
    /// <summary>Maximum of wrong letters in a name that is taken for a misspelt one.</summary>
    private const int MaxTypos = 2;

    /// <summary>Maximum of ignored rules that a warning names.</summary>
    private const int MaxIgnored = 10;

    /// <summary>This service asks every rule of Nova that begins so; other names that begin so are mistakes.</summary>
    private static readonly string[] Families =
        ["os_compute_api:servers:migrations:", "os_compute_api:os-migrations:", "os_compute_api:os-instance-actions:"];

    private static readonly string[] Known =
    [
        .. PolicyRules.OfCalls.Select(rule => rule.Name), .. PolicyRules.OfCalls.Select(rule => rule.Follows).OfType<string>(),
        .. PolicyDefaults.Roles.Select(role => role.Key), RuleSet.Fallback,
    ];

    private static readonly KnownNames ByName = new(Known);

    private readonly RuleSet _used;

    private PolicyWarnings(RuleSet used) => _used = used;

    /// <param name="written">The rules that the files define.</param>
    /// <param name="used">The rules that this service asks, and those that they refer to.</param>
    public static IReadOnlyList<PolicyWarning> Of(IEnumerable<DefinedRule> written, RuleSet used)
    {
        var warnings = new PolicyWarnings(used);
        var unused = written.Where(rule => used.Find(rule.Name)?.Name != rule.Name).ToLookup(IsMisspelt);
        return
        [
            .. Ignored([.. unused[false].Select(rule => rule.Name).Except(Known)]),
            .. used.All.SelectMany(UnknownChecks),
            .. used.All.SelectMany(UnknownAttributes),
            .. unused[true].Select(Misspelt),
            .. used.All.SelectMany(warnings.Undefined),
        ];
    }

    private static IEnumerable<PolicyWarning> Ignored(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            yield break;
        var shown = string.Join(", ", names.Order(StringComparer.Ordinal).Take(MaxIgnored));
        var more = names.Count > MaxIgnored ? $" and {names.Count - MaxIgnored} more" : "";
        yield return new($"this service does not use these rules, and ignores them: {shown}{more}", IsError: false);
    }

    private static IEnumerable<PolicyWarning> UnknownChecks(DefinedRule rule) =>
        rule.UnknownChecks.Select(check => new PolicyWarning(
            $"{rule.Origin}: {rule.Name} uses {check}, a check of an unknown kind; the rule denies everybody", IsError: false));

    private static IEnumerable<PolicyWarning> UnknownAttributes(DefinedRule rule) =>
        rule.TargetAttributes
            .Where(name => !PolicyQuery.HasTargetAttribute(name))
            .Select(name => new PolicyWarning(
                $"{rule.Origin}: {rule.Name} reads %({name})s, an attribute that targets do not have; that check is never true",
                IsError: false));

    private static bool IsMisspelt(DefinedRule rule) =>
        !Known.Contains(rule.Name)
        && (Families.Any(family => rule.Name.StartsWith(family, StringComparison.Ordinal)) || ByName.Nearest(rule.Name, MaxTypos) is not null);

    private static PolicyWarning Misspelt(DefinedRule rule) =>
        new($"{rule.Origin}: there is no rule {rule.Name}{Suggestion(ByName.Nearest(rule.Name, MaxTypos))}", IsError: true);

    private IEnumerable<PolicyWarning> Undefined(DefinedRule rule) =>
        from name in rule.References.Distinct()
        let found = _used.Find(name)
        where found?.Name != name
        let effect = found is null ? "is never true" : $"means the rule '{RuleSet.Fallback}'"
        let suggestion = Suggestion(new KnownNames(_used.All.Select(used => used.Name).Concat(Known)).Nearest(name, MaxTypos))
        select new PolicyWarning(
            $"{rule.Origin}: {rule.Name} refers to rule:{name}, which is not defined and {effect}{suggestion}", IsError: true);

    private static string Suggestion(string? nearest) => nearest is null ? "" : $"; probably {nearest} is meant";
}
