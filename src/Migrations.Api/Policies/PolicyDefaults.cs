namespace Migrations.Api.Policies;

/// <summary>The rules that hold where no policy file says otherwise: administrators may do everything, others nothing.</summary>
internal static class PolicyDefaults
{
    /// <summary>What every call asks for.</summary>
    public const string OfCalls = $"rule:{PolicyRules.Administrator}";

    /// <summary>Rules that guard no call and that the others are made of, by Nova's names.</summary>
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
