using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.EventStreams.Editions;
using Migrations.Api.Policies;
using Migrations.Api.Wire;

namespace Migrations.Api.EventStreams;

/// <summary>GET /migration-events: the live migrations of the host as they change.</summary>
internal static class FollowMigrations
{
    /// <summary>The rule of both streams.</summary>
    public static PolicyRule Rule { get; } = new(PolicyRules.Events,
        "Follow live migrations as server-sent events, with what show and progress show.", Default: PolicyDefaults.OfEvents);

    public static ComputeCall Call { get; } = new("followMigrations", HttpMethods.Get, "/migration-events")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.Events,
        Since = ApiVersions.ListAndShow,
        Rule = Rule,
        QueryParameters = StreamFilter.Parameters,
        Headers = StreamExample.Headers,
        Refusals = () =>
        [
            new("An unknown query parameter", StreamExample.Refused("foo", "bar")),
            new("A server that is no UUID", StreamExample.Refused("server", "web-1")),
            new("A status that there is not", StreamExample.Refused("status", "moving")),
            new("Too many streams are open", StreamPlaces.TooMany),
        ],
        Example = _ => StreamExample.OfHost,
    };

    /// <summary>Follow the live migrations of the host.</summary>
    /// <remarks>
    /// An addition to Nova's API: server-sent events, until the caller leaves. The event <c>snapshot</c> comes first: the migrations in
    /// progress, and the latest ones that are over (20 at most). Then <c>migration</c> tells of each change (its kind is seen, status,
    /// verdict, command_accepted, command_settled, ended or policy), <c>progress</c> of new numbers, at most once per migration and sample,
    /// and <c>heartbeat</c> every 15 seconds how fresh they are. Snapshots and changes have an id. Whoever connects
    /// again with the last one in the header <c>Last-Event-ID</c> gets every later change once; a new snapshot takes their place if there
    /// are too many, or the id is unknown. Whoever reads slowly misses progress, but no change.
    /// </remarks>
    /// <response code="200">The stream.</response>
    public static Results<EventStream, Fault> Handle(
        ComputeRequest request, HttpContext context, IPolicy policy, ServerLookup servers, FirstContact contact, StreamSender sender)
    {
        if (StreamFilter.Parse(context.Request.Query, out var filter) is { } malformed)
            return malformed;
        var project = filter.Project ?? request.Caller.ProjectId;
        if ((policy.Check(PolicyRules.Events, request.Caller, project) ?? contact.Check()) is { } refusal)
            return refusal;
        return new EventStream(
            request.Caller, new Viewer(request.Caller, policy, servers, filter, project), StreamForm.At(request.Version), sender);
    }
}
