using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Live;

namespace Migrations.Api.ServerMigrations;

/// <summary>GET /servers/{server}/migrations/{migration}: one live migration in progress.</summary>
internal static class ShowMigration
{
    public static ComputeCall Call { get; } = new("showServerMigration", HttpMethods.Get, "/servers/{server}/migrations/{migration}")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.ServerMigrations,
        Since = ApiVersions.ListAndShow,
        StrictQuerySince = ApiVersions.StrictQuery,
        Rule = new(PolicyRules.Show, "Show one live migration in progress, with its hosts."),
        Headers = Staleness.Headers,
        Refusals = NotFound,
        Example = _ => DescribedCall.Write(new(new(Sample.Running, withHosts: true)), MigrationsJson.Default.MigrationShowBody),
    };

    /// <summary>Show one live migration in progress.</summary>
    /// <remarks>Once it is over, it is found in the list of all migrations.</remarks>
    /// <param name="migration">Id of the migration.</param>
    /// <response code="200">The migration, with its latest counters.</response>
    public static Results<WrittenAnswer<MigrationShowBody>, Fault> Handle(
        string migration, ServerRequest request, HttpResponse response, LiveMigrations live, IMigrationStore store, Staleness staleness)
    {
        if (Find(migration, request, live, store, out var known) is { } refused)
            return Fault.Of(refused);
        staleness.Mark(response, [known!]);
        return WrittenMigrations.Show(known!.Record, request.Version);
    }

    /// <summary>Finds a live migration in progress.</summary>
    /// <returns>Null when it is found, else why not.</returns>
    internal static MigrationFault? Find(
        string migration, ServerRequest request, LiveMigrations live, IMigrationStore store, out LiveMigration? known)
    {
        known = null;
        if (MigrationId.Parse(migration) is not { } id)
            return MigrationFault.InProgressNotFound(migration, request.ServerId);
        if (live.Current.Find(request.Server.Uuid, id) is { Record.Status.IsInProgress: true } found)
        {
            known = found;
            return null;
        }
        return store.Find(request.Server.Uuid, id) is null
            ? MigrationFault.InProgressNotFound(migration, request.ServerId)
            : MigrationFault.NotInProgress(migration, request.ServerId);
    }

    /// <summary>The refusals of <see cref="Find"/>, for the API document.</summary>
    internal static IReadOnlyList<Refusal> NotFound() =>
    [
        Refusal.Of("The server has no such migration", MigrationFault.InProgressNotFound(Sample.MigrationId, Sample.ServerId)),
        Refusal.Of("The migration is over, or has not begun", MigrationFault.NotInProgress(Sample.MigrationId, Sample.ServerId)),
    ];
}
