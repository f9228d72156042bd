using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Wire;
using Migrations.Endings;

namespace Migrations.Api.MigrationPolicies;

/// <summary>PUT /servers/{server}/migrations/{migration}/policy: set what brings a migration to an end that this service has started.</summary>
internal static class SetPolicy
{
    public static ComputeCall Call { get; } = new(
        "setServerMigrationPolicy", HttpMethods.Put, "/servers/{server}/migrations/{migration}/policy")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], HandleAsync),
        Group = CallGroups.ServerMigrations,
        Since = ApiVersions.ListAndShow,
        Rule = ShowPolicy.Rule,
        Body = new BodyForm(PolicyRequest.Schema, PolicyRequest.Example),
        IsLimited = true,
        Refusals = () =>
        [
            CommandRefusals.Locked,
            CommandRefusals.NoMigration(FaultKind.NotFound),
            Refusal.Of("The migration is over", MigrationFault.WrongStatus(Sample.Completed, SetEndingTerms.Action)),
            ShowPolicy.NotStartedHere,
        ],
        Example = _ => ShowPolicy.Example,
    };

    /// <summary>Set what brings a live migration in progress to an end.</summary>
    /// <remarks>
    /// An addition to Nova's API. It takes effect while the migration runs, and lasts as long as it does. The body sets everything anew:
    /// what it leaves out is as the settings in <c>Starts</c> say, but a speed that was limited stays so until another is set.
    /// </remarks>
    /// <param name="migration">Id of the migration.</param>
    /// <response code="200">What is set now.</response>
    public static async Task<Results<JsonAnswer<PolicyShowBody>, Fault>> HandleAsync(
        string migration, ServerRequest request, JsonBody body, IPolicy policy, SetEndingTerms operation, CancellationToken cancellationToken)
    {
        var terms = PolicyRequest.Read(body.Value);
        return await operation.RequestAsync(request.ToCommand(migration, policy), terms, cancellationToken) is { } refused
            ? Fault.Of(refused)
            : ShowPolicy.Answer(terms);
    }
}
