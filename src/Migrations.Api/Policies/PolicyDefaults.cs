namespace Migrations.Api.Policies;

/// <summary>The rules in force unless a policy file replaces them: only administrators may do anything.</summary>
internal static class PolicyDefaults
{
    /// <summary>The default of each call's rule.</summary>
    public const string OfCalls = $"rule:{PolicyRules.Administrator}";

    /// <summary>Nova's rules that guard no call and that other rules refer to (nova/policies/base.py).</summary>
    public static readonly IReadOnlyList<KeyValuePair<string, string>> Roles =
    [
        new(PolicyRules.Administrator, "role:admin"),
        new("admin_api", "is_admin:True"),
        new("admin_or_owner", "is_admin:True or project_id:%(project_id)s"),
        new("project_manager_api", "role:manager and project_id:%(project_id)s"),
        new("project_manager_or_admin", "rule:project_manager_api or rule:context_is_admin"),
        new("project_member_api", "role:member and project_id:%(project_id)s"),
        new("project_member_or_admin", "rule:project_member_api or rule:context_is_admin"),
        new("project_reader_api", "role:reader and project_id:%(project_id)s"),
        new("project_reader_or_admin", "rule:project_reader_api or rule:context_is_admin"),
    ];
}
