using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Faults;
using Migrations.Api.Policies;
using Migrations.Api.Requests;
using Migrations.Api.Servers;
using Migrations.Operations;

namespace Migrations.Api.ServerMigrations;

/// <summary>POST /servers/{server}/migrations/{migration}/action: make a running live migration complete.</summary>
internal static class ForceCompleteMigration
{
    /// <summary>Make a running live migration complete.</summary>
    /// <remarks>
    /// The server is paused, or switched to post-copy, until what is left has been copied. The migration must be running and
    /// the server active. The answer says that the command is accepted; watch the migration to see what becomes of it.
    /// A repeat while one is pending is the same command.
    /// </remarks>
    /// <param name="server">UUID of the server.</param>
    /// <param name="migration">Id of the migration.</param>
    /// <response code="202">Accepted; the body is empty.</response>
    public static async Task<Results<AcceptedAnswer, Fault>> HandleAsync(
        string server, string migration, ComputeRequest request, ServerLookup servers, IPolicy policy, ForceComplete operation,
        CancellationToken cancellationToken)
    {
        if (servers.Find(server, request.Caller, out var found) is { } missing)
            return missing;
        if (policy.Check(PolicyRules.ForceComplete, request.Caller, found.ProjectId) is { } forbidden)
            return forbidden;

        var command = servers.Command(request, found, server, migration);
        return await operation.RequestAsync(command, cancellationToken) is { } refused ? Fault.Of(refused) : AcceptedAnswer.Empty;
    }
}
