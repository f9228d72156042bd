using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Faults;
using Migrations.Api.Microversions;
using Migrations.Api.Policies;
using Migrations.Api.Requests;
using Migrations.Api.Servers;
using Migrations.Operations;

namespace Migrations.Api.ServerMigrations;

/// <summary>DELETE /servers/{server}/migrations/{migration}: abort a live migration.</summary>
internal static class AbortMigration
{
    /// <summary>Abort a live migration.</summary>
    /// <remarks>
    /// The server stays where it is. The migration must be running; from 2.65 on it may also be queued or preparing. The answer
    /// says that the command is accepted; the migration becomes cancelled when the hypervisor has ended it.
    /// A repeat while one is pending is the same command.
    /// </remarks>
    /// <param name="server">UUID of the server.</param>
    /// <param name="migration">Id of the migration.</param>
    /// <response code="202">Accepted; the body is empty.</response>
    public static async Task<Results<AcceptedAnswer, Fault>> HandleAsync(
        string server, string migration, ComputeRequest request, ServerLookup servers, IPolicy policy, Abort operation,
        CancellationToken cancellationToken)
    {
        if (servers.Find(server, request.Caller, out var found) is { } missing)
            return missing;
        if (policy.Check(PolicyRules.Abort, request.Caller, found.ProjectId) is { } forbidden)
            return forbidden;

        var command = servers.Command(request, found, server, migration);
        var beforeItRuns = request.Version >= ApiVersions.AbortBeforeRunning;
        return await operation.RequestAsync(command, beforeItRuns, cancellationToken) is { } refused
            ? Fault.Of(refused)
            : AcceptedAnswer.Empty;
    }
}
