using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Faults;
using Migrations.Api.Microversions;
using Migrations.Api.Policies;
using Migrations.Api.Requests;
using Migrations.Api.Servers;
using Migrations.Live;

namespace Migrations.Api.ServerMigrations;

/// <summary>GET /servers/{server}/migrations: the server's live migrations in progress.</summary>
internal static class ListMigrations
{
    private static readonly VersionedJson<MigrationListBody> Json = new(MigrationsJson.Default.MigrationListBody);

    /// <summary>List a server's live migrations in progress.</summary>
    /// <remarks>
    /// Empty when there are none. Order and paging do not exist. Without permission for hosts
    /// (<c>os_compute_api:servers:migrations:index:host</c>) their fields are null.
    /// </remarks>
    /// <param name="server">UUID of the server.</param>
    /// <response code="200">The migrations whose status is queued, preparing, running, running (post-copy) or post-migrating.</response>
    public static Results<JsonAnswer<MigrationListBody>, Fault> Handle(
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
        return new JsonAnswer<MigrationListBody>(
            new MigrationListBody([.. inProgress.Select(record => new MigrationBody(record, withHosts))]), Json.At(request.Version));
    }
}
