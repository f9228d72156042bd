using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Live;

namespace Migrations.Api.ServerMigrations;

/// <summary>GET /servers/{server}/migrations: the server's live migrations in progress.</summary>
internal static class ListMigrations
{
    public static ComputeCall Call { get; } = new("listServerMigrations", HttpMethods.Get, "/servers/{server}/migrations")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.ServerMigrations,
        Since = ApiVersions.ListAndShow,
        StrictQuerySince = ApiVersions.StrictQuery,
        Rule = new(PolicyRules.List, "List the live migrations in progress of a server."),
        FurtherRules = [new(PolicyRules.ListHosts, "See in that list from which host to which; null otherwise.", PolicyRules.List)],
        Headers = Staleness.Headers,
        Example = _ => DescribedCall.Write(new([new(Sample.Running, withHosts: true)]), MigrationsJson.Default.MigrationListBody),
    };

    /// <summary>List a server's live migrations in progress.</summary>
    /// <remarks>
    /// Empty when there are none. Order and paging do not exist. Without permission for hosts
    /// (<c>os_compute_api:servers:migrations:index:host</c>) their fields are null.
    /// </remarks>
    /// <response code="200">The migrations whose status is queued, preparing, running, running (post-copy) or post-migrating.</response>
    public static WrittenAnswer<MigrationListBody> Handle(
        ServerRequest request, HttpResponse response, IPolicy policy, LiveMigrations live, Staleness staleness)
    {
        var withHosts = policy.Allows(PolicyRules.ListHosts, request.Caller, request.Server.ProjectId);
        var known = live.Current.Of(request.Server.Uuid);
        staleness.Mark(response, known.AsSpan());
        var inProgress = new List<Migration>(known.Length);
        foreach (var migration in known)
            if (migration.Record.Status.IsInProgress)
                inProgress.Add(migration.Record);
        return WrittenMigrations.List(inProgress, request.Version, withHosts);
    }
}
