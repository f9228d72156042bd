using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Faults;
using Migrations.Api.Policies;
using Migrations.Api.Requests;
using Migrations.Api.Servers;

namespace Migrations.Api.ServerMigrations;

/// <summary>GET /servers/{server}/migrations: the server's live migrations in progress.</summary>
internal static class ListMigrations
{
    public static Results<MigrationAnswer, Fault> Handle(
        string server, ComputeRequest request, HttpResponse response, ServerLookup servers, IPolicy policy,
        LiveMigrations live, Staleness staleness)
    {
        if (servers.Find(server, request.Caller, out var found) is { } missing)
            return missing;
        if (policy.Check(PolicyRules.List, request.Caller, found.ProjectId) is { } forbidden)
            return forbidden;

        var withHosts = policy.Allows(PolicyRules.ListHosts, request.Caller, found.ProjectId);
        var known = live.Current.Of(found.Uuid);
        staleness.Mark(response, known.AsSpan());
        var inProgress = known.Select(migration => migration.Record).Where(record => record.Status.IsInProgress);
        return MigrationAnswer.List(inProgress, request.Version, withHosts);
    }
}
