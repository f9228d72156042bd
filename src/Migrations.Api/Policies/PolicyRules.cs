using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>
/// The names of the rules that guard this service's calls. They are Nova's (nova/policies/servers_migrations.py,
/// migrate_server.py, migrations.py and instance_actions.py), except <see cref="Progress"/>, <see cref="Policy"/> and <see cref="Events"/>, whose calls Nova does not have.
/// </summary>
public static class PolicyRules
{
    public const string Administrator = RuleSet.Administrator;
    public const string List = "os_compute_api:servers:migrations:index";
    public const string ListHosts = "os_compute_api:servers:migrations:index:host";
    public const string Show = "os_compute_api:servers:migrations:show";
    public const string Progress = "os_compute_api:servers:migrations:progress";
    public const string Events = "os_compute_api:servers:migrations:events";
    public const string Policy = "os_compute_api:servers:migrations:policy";
    public const string ForceComplete = "os_compute_api:servers:migrations:force_complete";
    public const string Abort = "os_compute_api:servers:migrations:delete";
    public const string Start = "os_compute_api:os-migrate-server:migrate_live";
    public const string StartOnHost = "os_compute_api:os-migrate-server:migrate_live:host";
    public const string History = "os_compute_api:os-migrations:index";
    public const string HistoryOfAllProjects = "os_compute_api:os-migrations:index:all_projects";
    public const string HistoryHosts = "os_compute_api:os-migrations:index:host";
    public const string ListActions = "os_compute_api:os-instance-actions:list";
    public const string ShowAction = "os_compute_api:os-instance-actions:show";
    public const string ActionEvents = "os_compute_api:os-instance-actions:events";
    public const string ActionEventDetails = "os_compute_api:os-instance-actions:events:details";

    /// <summary>The rule of both calls of actions until Nova 21.0.0; old policy files have it.</summary>
    public const string Actions = "os_compute_api:os-instance-actions";

    /// <summary>The rules that the calls of this service ask, in the order of the calls.</summary>
    internal static IReadOnlyList<PolicyRule> OfCalls { get; } = [.. ComputeApi.Calls.SelectMany(call => call.Rules).Distinct()];
}

/// <summary>A rule that a call asks.</summary>
/// <param name="Name">One of <see cref="PolicyRules"/>.</param>
/// <param name="Meaning">What it allows.</param>
/// <param name="Follows">Name of the rule that this one repeats when a policy file sets that one and not this.</param>
/// <param name="Default">The check in force unless a policy file replaces it.</param>
internal sealed record PolicyRule(
    string Name, string Meaning, string? Follows = null, string Default = PolicyDefaults.Administrators);

/// <summary>The checks in force unless a policy file replaces them.</summary>
internal static class PolicyDefaults
{
    /// <summary>Only administrators: the default of most calls.</summary>
    public const string Administrators = $"rule:{PolicyRules.Administrator}";

    /// <summary>Readers of the server's project, and administrators.</summary>
    public const string Readers = "rule:project_reader_or_admin";

    /// <summary>Managers of the server's project, and administrators.</summary>
    public const string Managers = "rule:project_manager_or_admin";

    /// <summary>Whoever may show a migration may see how it goes; whoever may command it may see what became of the command.</summary>
    public const string OfProgress =
        $"rule:{PolicyRules.Show} or rule:{PolicyRules.ForceComplete} or rule:{PolicyRules.Abort}";

    /// <summary>A stream shows what both of these calls show.</summary>
    public const string OfEvents = $"rule:{PolicyRules.Show} and rule:{PolicyRules.Progress}";

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
