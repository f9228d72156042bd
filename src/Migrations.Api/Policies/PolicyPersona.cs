using Migrations.Api.Identity;

namespace Migrations.Api.Policies;

/// <summary>Someone whom the report asks the rules about, with the roles that Keystone gives along with the first.</summary>
internal sealed record PolicyPersona(string Name, string ProjectId, IReadOnlyList<string> Roles)
{
    /// <summary>The project that the server asked about belongs to.</summary>
    public const string ProjectOfTarget = "its-project";

    public static readonly IReadOnlyList<PolicyPersona> All =
    [
        new("admin", ProjectOfTarget, ["admin", "manager", "member", "reader"]),
        new("manager", ProjectOfTarget, ["manager", "member", "reader"]),
        new("member", ProjectOfTarget, ["member", "reader"]),
        new("reader", ProjectOfTarget, ["reader"]),
        new("other", "another-project", ["member", "reader"]),
    ];

    public bool IsAllowed(RuleSet rules, string rule) =>
        rules.Allows(rule, new Caller($"a-{Name}", ProjectId, Roles), ProjectOfTarget);
}
