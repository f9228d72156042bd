namespace Migrations.Api.Policies;

/// <summary>A call that a rule guards.</summary>
/// <param name="Rule">One of <see cref="PolicyRules"/>.</param>
/// <param name="Request">Method and path.</param>
/// <param name="Meaning">What the rule allows.</param>
/// <param name="Follows">The rule that this one repeats when a policy file sets that one and not this.</param>
internal sealed record PolicyCall(string Rule, string Request, string Meaning, string? Follows = null)
{
    private const string OfServer = "/servers/{server_id}/migrations";

    public static readonly IReadOnlyList<PolicyCall> All =
    [
        new(PolicyRules.List, $"GET {OfServer}", "List the live migrations in progress of a server."),
        new(PolicyRules.ListHosts, $"GET {OfServer}", "See in that list from which host to which; null otherwise.",
            PolicyRules.List),
        new(PolicyRules.Show, $"GET {OfServer}/{{id}}", "Show one live migration in progress, with its hosts."),
        new(PolicyRules.ForceComplete, $"POST {OfServer}/{{id}}/action", "Force a live migration to complete."),
        new(PolicyRules.Abort, $"DELETE {OfServer}/{{id}}", "Abort a live migration."),
        new(PolicyRules.History, "GET /os-migrations", "List the migrations, past ones too, of one's own project."),
        new(PolicyRules.HistoryOfAllProjects, "GET /os-migrations", "List those of other projects and of all.",
            PolicyRules.History),
        new(PolicyRules.HistoryHosts, "GET /os-migrations", "See in that list from which host to which; null otherwise.",
            PolicyRules.History),
    ];
}
