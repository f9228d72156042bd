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
    public static Results<AcceptedAnswer, Fault> Handle(
        string server, string migration, ComputeRequest request, ServerLookup servers, IPolicy policy, Abort operation)
    {
        if (servers.Find(server, request.Caller, out var found) is { } missing)
            return missing;
        if (policy.Check(PolicyRules.Abort, request.Caller, found.ProjectId) is { } forbidden)
            return forbidden;

        var command = servers.Command(request, found, server, migration);
        var beforeItRuns = request.Version >= ApiVersions.AbortBeforeRunning;
        return operation.Request(command, beforeItRuns) is { } refused ? Fault.Of(refused) : AcceptedAnswer.Empty;
    }
}
