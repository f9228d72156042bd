using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Operations;

namespace Migrations.Api.ServerMigrations;

/// <summary>DELETE /servers/{server}/migrations/{migration}: abort a live migration.</summary>
internal static class AbortMigration
{
    private const string Action = "abort live migration";

    public static ComputeCall Call { get; } = new(
        "abortServerMigration", HttpMethods.Delete, "/servers/{server}/migrations/{migration}")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], HandleAsync),
        Group = CallGroups.ServerMigrations,
        Since = ApiVersions.Abort,
        Rule = new(PolicyRules.Abort, "Abort a live migration."),
        IsLimited = true,
        Refusals = () =>
        [
            CommandRefusals.Locked,
            .. CommandRefusals.OfTask(Action),
            CommandRefusals.NoMigration(FaultKind.NotFound),
            .. CommandRefusals.OfStatus(Action),
        ],
    };

    /// <summary>Abort a live migration.</summary>
    /// <remarks>
    /// The server stays where it is. The migration must be running; from 2.65 on it may also be queued or preparing. The answer
    /// says that the command is accepted; the migration becomes cancelled when the hypervisor has ended it.
    /// A repeat while one is pending is the same command.
    /// </remarks>
    /// <param name="migration">Id of the migration.</param>
    /// <response code="202">Accepted; the body is empty.</response>
    public static async Task<Results<AcceptedAnswer, Fault>> HandleAsync(
        string migration, ServerRequest request, IPolicy policy, Abort operation, CancellationToken cancellationToken)
    {
        var beforeItRuns = request.Version >= ApiVersions.AbortBeforeRunning;
        return await operation.RequestAsync(request.ToCommand(migration, policy), beforeItRuns, cancellationToken) is { } refused
            ? Fault.Of(refused)
            : AcceptedAnswer.Empty;
    }
}
