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
    public static Results<AcceptedAnswer, Fault> Handle(
        string server, string migration, ComputeRequest request, ServerLookup servers, IPolicy policy, ForceComplete operation)
    {
        if (servers.Find(server, request.Caller, out var found) is { } missing)
            return missing;
        if (policy.Check(PolicyRules.ForceComplete, request.Caller, found.ProjectId) is { } forbidden)
            return forbidden;

        var command = servers.Command(request, found, server, migration);
        return operation.Request(command) is { } refused ? Fault.Of(refused) : AcceptedAnswer.Empty;
    }
}
