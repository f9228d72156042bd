using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies;

/// <summary>The names of Nova's rules that guard this service's calls (nova/policies/servers_migrations.py and migrations.py).</summary>
public static class PolicyRules
{
    public const string Administrator = RuleSet.Administrator;
    public const string List = "os_compute_api:servers:migrations:index";
    public const string ListHosts = "os_compute_api:servers:migrations:index:host";
    public const string Show = "os_compute_api:servers:migrations:show";
    public const string ForceComplete = "os_compute_api:servers:migrations:force_complete";
    public const string Abort = "os_compute_api:servers:migrations:delete";
    public const string History = "os_compute_api:os-migrations:index";
    public const string HistoryOfAllProjects = "os_compute_api:os-migrations:index:all_projects";
    public const string HistoryHosts = "os_compute_api:os-migrations:index:host";

    /// <summary>The rules that the calls of this service ask, in the order of the calls.</summary>
    internal static IReadOnlyList<PolicyRule> OfCalls { get; } = [.. ComputeApi.Calls.SelectMany(call => call.Rules).Distinct()];
}

/// <summary>A rule that a call asks.</summary>
/// <param name="Name">One of <see cref="PolicyRules"/>.</param>
/// <param name="Meaning">What it allows.</param>
/// <param name="Follows">The rule that this one repeats when a policy file sets that one and not this.</param>
internal sealed record PolicyRule(string Name, string Meaning, PolicyRule? Follows = null);
