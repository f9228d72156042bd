using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.EventStreams.Editions;
using Migrations.Api.Policies;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Wire;
using Migrations.Live;

namespace Migrations.Api.EventStreams;

/// <summary>GET /servers/{server}/migrations/{migration}/events: one live migration as it changes, to its end.</summary>
internal static class FollowMigration
{
    public static ComputeCall Call { get; } = new(
        "followServerMigration", HttpMethods.Get, "/servers/{server}/migrations/{migration}/events")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.Events,
        Since = ApiVersions.ListAndShow,
        Rule = FollowMigrations.Rule,
        FindsDeletedSince = ApiVersions.ListAndShow,
        Headers = StreamExample.Headers,
        Refusals = () =>
        [
            CommandRefusals.NoMigration(FaultKind.NotFound),
            new("Too many streams are open", StreamPlaces.TooMany),
        ],
        Example = status => status == StatusCodes.Status200OK ? StreamExample.OfOne : null,
    };

    /// <summary>Follow one live migration to its end.</summary>
    /// <remarks>
    /// An addition to Nova's API: the events of this migration in the form of the stream for the host. The stream ends after
    /// the event <c>ended</c>, and at once after the snapshot if the migration is over already.
    /// </remarks>
    /// <param name="migration">Id of the migration, in progress or over.</param>
    /// <response code="200">The stream.</response>
    /// <response code="204">The migration is over, and <c>Last-Event-ID</c> is its last event: there is nothing to come back for.</response>
    public static Results<EventStream, NoContent, Fault> Handle(
        string migration, ServerRequest request, HttpContext context, IPolicy policy, ServerLookup servers, LiveMigrations live,
        IMigrationStore store, IEventLog log, StreamSender sender)
    {
        if (MigrationId.Parse(migration) is not { } id || !IsKnown(request.Server, id, live, store, out var isOver))
            return Fault.Of(MigrationFault.NotFound(FaultKind.NotFound, migration, request.Server));
        if (isOver && EventStream.ResumesAfter(context.Request) is { } last && IsAllKnown(log, last, id))
            return TypedResults.NoContent();
        var filter = new StreamFilter { Server = request.Server.Uuid, Migration = id };
        return new EventStream(
            request.Caller, new Viewer(request.Caller, policy, servers, filter, request.Server.ProjectId),
            StreamForm.At(request.Version), sender);
    }

    private static bool IsKnown(Server server, long id, LiveMigrations live, IMigrationStore store, out bool isOver)
    {
        isOver = false;
        if (live.Current.Find(server.Uuid, id) is not null)
            return true;
        var stored = store.Find(server.Uuid, id);
        isOver = stored?.Status.IsFinal == true;
        return stored is not null;
    }

    private static bool IsAllKnown(IEventLog log, long last, long migration) =>
        log.ReadAfter(last, StreamSource.MostMissed + 1) is { Count: <= StreamSource.MostMissed } later
        && later.All(told => told.MigrationId != migration);
}
