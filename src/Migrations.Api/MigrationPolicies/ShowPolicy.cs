using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Wire;
using Migrations.Live;

namespace Migrations.Api.MigrationPolicies;

/// <summary>GET /servers/{server}/migrations/{migration}/policy: what was set for a migration that this service has started.</summary>
internal static class ShowPolicy
{
    /// <summary>The rule of both calls.</summary>
    public static PolicyRule Rule { get; } = new(PolicyRules.Policy,
        "See and change what brings a live migration to an end: deadline, what is then done, allowed pause, speed.");

    public static ComputeCall Call { get; } = new(
        "showServerMigrationPolicy", HttpMethods.Get, "/servers/{server}/migrations/{migration}/policy")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.ServerMigrations,
        Since = ApiVersions.ListAndShow,
        Rule = Rule,
        Refusals = () => [.. ShowMigration.NotFound(), NotStartedHere],
        Example = _ => Example,
    };

    public static Refusal NotStartedHere => Refusal.Of(
        "This service has not started the migration", MigrationFault.NotStartedHere(Sample.Running));

    public static JsonNode Example => DescribedCall.Write(new PolicyShowBody(new PolicyBody(new EndingTerms
    {
        Deadline = TimeSpan.FromSeconds(600),
        Action = CommandKind.ForceComplete,
        MaxDowntime = TimeSpan.FromMilliseconds(800),
    })), PolicyJson.Default.PolicyShowBody);

    /// <summary>Show what was set for a live migration in progress.</summary>
    /// <remarks>
    /// An addition to Nova's API. Null means as the settings in <c>Starts</c> say; the policy that is in force, and what it does next,
    /// is in <c>/progress</c>.
    /// </remarks>
    /// <param name="migration">Id of the migration.</param>
    /// <response code="200">What was set.</response>
    public static Results<JsonAnswer<PolicyShowBody>, Fault> Handle(
        string migration, ServerRequest request, LiveMigrations live, IMigrationStore store)
    {
        // Also one that show does not find yet, because it is only accepted.
        if (MigrationId.Parse(migration) is { } id && live.Current.Find(request.Server.Uuid, id) is { } known)
            return known.Start is { } start ? Answer(start.Terms) : Fault.Of(MigrationFault.NotStartedHere(known.Record));
        return Fault.Of(ShowMigration.Find(migration, request, live, store, out _)!);
    }

    public static JsonAnswer<PolicyShowBody> Answer(EndingTerms terms) =>
        new(new PolicyShowBody(new PolicyBody(terms)), PolicyJson.Default.PolicyShowBody);
}
