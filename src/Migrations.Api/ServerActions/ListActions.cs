using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;

namespace Migrations.Api.ServerActions;

/// <summary>GET /servers/{server}/os-instance-actions: what was asked of a server.</summary>
internal static class ListActions
{
    private static readonly VersionedJson<ServerActionListBody> Json = new(ServerActionsJson.Default.ServerActionListBody);

    public static ComputeCall Call { get; } = new("listServerActions", HttpMethods.Get, "/servers/{server}/os-instance-actions")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.ServerActions,
        FindsDeletedSince = ApiVersions.ActionsOfDeleted,
        CheckQuery = (query, version) => ActionFilter.Parse(query, version, out _),
        Rule = new(PolicyRules.ListActions, "List what was asked of a server.", PolicyRules.Actions, PolicyDefaults.Readers),
        QueryParameters = ActionFilter.Parameters,
        Refusals = () =>
        [
            new("An unknown query parameter, from 2.58 on", Refused("foo", "bar")),
            new("A limit that is not a number, from 2.58 on", Refused("limit", "-1")),
            new("A time that is none, from 2.58 on", Refused("changes-since", "yesterday")),
            new("changes-since after changes-before, from 2.66 on",
                QueryValues.Period(DateTimeOffset.MaxValue, DateTimeOffset.MinValue)!),
            new("A marker that is no action of the server, from 2.58 on", MarkerNotFound),
        ],
        Example = _ => DescribedCall.Write(
            new([new(Sample.Action)], PageLink.After(Sample.Action.RequestId, PathOf(Sample.Server), Sample.Request)),
            ServerActionsJson.Default.ServerActionListBody),
    };

    /// <summary>List what was asked of a server.</summary>
    /// <remarks>
    /// The accepted starts, force-completes and aborts, newest first; a repeat is an action of its own. In pages from 2.58 on: follow
    /// the link next in links while there is one. Unknown query parameters are refused from 2.58 on and ignored before.
    /// </remarks>
    /// <response code="200">A page of the actions that match.</response>
    public static Results<JsonAnswer<ServerActionListBody>, Fault> Handle(
        ServerRequest request, HttpContext context, IServerActionStore store)
    {
        ActionFilter.Parse(context.Request.Query, request.Version, out var filter);
        if (QueryValues.Period(filter.Since, filter.Before) is { } never)
            return never;
        var page = filter.Limit == 0 ? [] : store.Query(filter.ToQuery(request.Server.Uuid));
        if (page is null)
            return MarkerNotFound;
        var next = page.Count > 0 && page.Count == filter.Limit
            ? PageLink.After(page[^1].RequestId, PathOf(request.Server), context.Request)
            : null;
        return new JsonAnswer<ServerActionListBody>(
            new ServerActionListBody([.. page.Select(action => new ServerActionBody(action))], next),
            Json.At(request.Version));
    }

    /// <summary>Nova never names the marker.</summary>
    private static Fault MarkerNotFound => Fault.BadRequest("Marker None could not be found.");

    private static string PathOf(Server server) => $"/servers/{server.Uuid}/os-instance-actions";

    private static Fault Refused(string name, string value) => ActionFilter.Parse(
        new QueryCollection(new Dictionary<string, StringValues> { [name] = value }), Microversion.Maximum, out _)!;
}
