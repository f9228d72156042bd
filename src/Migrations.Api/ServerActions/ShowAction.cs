using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;

namespace Migrations.Api.ServerActions;

/// <summary>GET /servers/{server}/os-instance-actions/{requestId}: what one request asked of a server, and what was done for it.</summary>
internal static class ShowAction
{
    private static readonly VersionedJson<ServerActionShowBody> Json = new((JsonTypeInfo<ServerActionShowBody>)
        new JsonSerializerOptions(ServerActionsJson.Default.Options)
        {
            TypeInfoResolver = ServerActionsJson.Default.WithAddedModifier(LeaveOutWhatIsNotForTheCaller),
        }.GetTypeInfo(typeof(ServerActionShowBody)));

    public static ComputeCall Call { get; } = new(
        "showServerAction", HttpMethods.Get, "/servers/{server}/os-instance-actions/{requestId}")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.ServerActions,
        FindsDeletedSince = ApiVersions.ActionsOfDeleted,
        StrictQuerySince = ApiVersions.StrictQuery,
        Rule = new(PolicyRules.ShowAction, "Show what one request asked of a server.", PolicyRules.Actions, PolicyDefaults.Readers),
        FurtherRules =
        [
            new(PolicyRules.ActionEvents, "See in it which host did it, and before 2.51 what was done at all."),
            new(PolicyRules.ActionEventDetails, "See in it why something failed."),
        ],
        Refusals = () => [new("No such request was about this server", NotFound("req-8b1e7b2c-6a0d-4c57-9d1f-0c6a7d1f5b3e"))],
        Example = _ => DescribedCall.Write(new(BodyOf(
            new ActionWithEvents(Sample.Action, [Sample.ActionEvent]), Sample.ProjectId, withEvents: true, withHosts: true, withDetails: true)),
            ServerActionsJson.Default.ServerActionShowBody),
    };

    /// <summary>Show what one request asked of a server, and what was done for it.</summary>
    /// <remarks>
    /// An event runs from when the hypervisor is first asked until it is known what came of the command. Fields of events that
    /// the policy does not allow are absent.
    /// </remarks>
    /// <param name="requestId">The request, as its x-openstack-request-id said.</param>
    /// <response code="200">The action with its events.</response>
    public static Results<JsonAnswer<ServerActionShowBody>, Fault> Handle(
        string requestId, ServerRequest request, IPolicy policy, IServerActionStore store)
    {
        if (store.Find(request.Server.Uuid, requestId) is not { } found)
            return NotFound(requestId);
        var project = request.Server.ProjectId;
        var withHosts = policy.Allows(PolicyRules.ActionEvents, request.Caller, project);
        return new JsonAnswer<ServerActionShowBody>(
            new ServerActionShowBody(BodyOf(
                found, project,
                withEvents: withHosts || request.Version >= ApiVersions.EventsForAll,
                withHosts,
                withDetails: policy.Allows(PolicyRules.ActionEventDetails, request.Caller, project))),
            Json.At(request.Version));
    }

    private static ShownActionBody BodyOf(
        ActionWithEvents found, string? projectOfServer, bool withEvents, bool withHosts, bool withDetails)
    {
        var project = found.Action.ProjectId ?? projectOfServer;
        return new ShownActionBody(found.Action, withEvents
            ? [.. found.Events.Select(done => new ActionEventBody(done, project, withHosts, withDetails))]
            : null);
    }

    private static void LeaveOutWhatIsNotForTheCaller(JsonTypeInfo type)
    {
        if (type.Type == typeof(ActionEventBody))
            foreach (var field in type.Properties)
                field.ShouldSerialize = (body, _) => ((ActionEventBody)body).Shows(field.Name);
    }

    private static Fault NotFound(string requestId) => new(404, $"Action {requestId} not found");
}
