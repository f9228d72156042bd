using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Operations;

namespace Migrations.Api.ServerMigrations;

/// <summary>POST /servers/{server}/migrations/{migration}/action: make a running live migration complete.</summary>
internal static class ForceCompleteMigration
{
    private const string Action = "force_complete";

    public static ComputeCall Call { get; } = new(
        "forceCompleteServerMigration", HttpMethods.Post, "/servers/{server}/migrations/{migration}/action")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], HandleAsync),
        Group = CallGroups.ServerMigrations,
        Since = ApiVersions.ForceComplete,
        Action = BodyAction.WithoutValue(Action),
        Rule = new(PolicyRules.ForceComplete, "Force a live migration to complete."),
        IsLimited = true,
        Refusals = () =>
        [
            CommandRefusals.Locked,
            Refusal.Of("The server is not active", MigrationFault.WrongState(Sample.ServerId, Action, "vm_state", "paused")),
            .. CommandRefusals.OfTask(Action),
            CommandRefusals.NoMigration(FaultKind.BadRequest),
            .. CommandRefusals.OfStatus("force complete"),
        ],
    };

    /// <summary>Make a running live migration complete.</summary>
    /// <remarks>
    /// The server is paused, or switched to post-copy, until what is left has been copied. The migration must be running and
    /// the server active. The answer says that the command is accepted; watch the migration to see what becomes of it.
    /// A repeat while one is pending is the same command.
    /// </remarks>
    /// <param name="migration">Id of the migration.</param>
    /// <response code="202">Accepted; the body is empty.</response>
    public static async Task<Results<AcceptedAnswer, Fault>> HandleAsync(
        string migration, ServerRequest request, IPolicy policy, ForceComplete operation, CancellationToken cancellationToken) =>
        await operation.RequestAsync(request.ToCommand(migration, policy), cancellationToken) is { } refused
            ? Fault.Of(refused)
            : AcceptedAnswer.Empty;
}
