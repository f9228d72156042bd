using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Faults;
using Migrations.Api.Microversions;
using Migrations.Api.Policies;
using Migrations.Api.Requests;
using Migrations.Api.Servers;
using Migrations.Live;

namespace Migrations.Api.ServerMigrations;

/// <summary>GET /servers/{server}/migrations/{migration}: one live migration in progress.</summary>
internal static class ShowMigration
{
    private static readonly VersionedJson<MigrationShowBody> Json = new(MigrationsJson.Default.MigrationShowBody);

    /// <summary>Show one live migration in progress.</summary>
    /// <remarks>Once it is over, it is found in the list of all migrations.</remarks>
    /// <param name="server">UUID of the server.</param>
    /// <param name="migration">Id of the migration.</param>
    /// <response code="200">The migration, with its latest counters.</response>
    public static Results<JsonAnswer<MigrationShowBody>, Fault> Handle(
        string server, string migration, ComputeRequest request, HttpResponse response, ServerLookup servers,
        IPolicy policy, LiveMigrations live, IMigrationStore store, Staleness staleness)
    {
        if (servers.Find(server, request.Caller, out var found) is { } missing)
            return missing;
        if (policy.Check(PolicyRules.Show, request.Caller, found.ProjectId) is { } forbidden)
            return forbidden;

        if (MigrationId.Parse(migration) is not { } id)
            return Fault.Of(MigrationFault.InProgressNotFound(migration, server));
        if (live.Current.Find(found.Uuid, id) is { Record.Status.IsInProgress: true } known)
        {
            staleness.Mark(response, [known]);
            return new JsonAnswer<MigrationShowBody>(
                new MigrationShowBody(new MigrationBody(known.Record, withHosts: true)), Json.At(request.Version));
        }
        return Fault.Of(store.Find(found.Uuid, id) is null
            ? MigrationFault.InProgressNotFound(migration, server)
            : MigrationFault.NotInProgress(migration, server));
    }
}
