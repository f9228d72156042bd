using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Live;

namespace Migrations.Api.Servers;

/// <summary>GET /servers and /servers/detail: how clients find a server by its name.</summary>
internal static class ListServers
{
    public static ComputeCall Call { get; } = new("listServers", HttpMethods.Get, "/servers")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], References),
        Group = CallGroups.Servers,
        Headers = Staleness.Headers,
        Refusals = () => [NoPattern],
        Example = _ => DescribedCall.Write(
            new([new(Sample.Server, Sample.Root)]), ServersJson.Default.ServerListBodyServerReferenceBody),
    };

    public static ComputeCall DetailedCall { get; } = new("listServersDetailed", HttpMethods.Get, "/servers/detail")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Details),
        Group = CallGroups.Servers,
        Headers = Staleness.Headers,
        Refusals = () => [NoPattern],
        Example = _ => DescribedCall.Write(new([ShowServer.Example]), ServersJson.Default.ServerListBodyServerBody),
    };

    private static Refusal NoPattern => new("The name is not a regular expression", NotAPattern("["));

    /// <summary>List servers.</summary>
    /// <param name="name">A regular expression that the server's name must match somewhere.</param>
    /// <response code="200">The servers that the caller may see, by name.</response>
    public static Results<JsonAnswer<ServerListBody<ServerReferenceBody>>, Fault> References(
        string? name, ComputeRequest request, HttpContext http, ServerLookup servers, LiveMigrations live,
        FirstContact contact, Staleness staleness)
    {
        IReadOnlyList<Server> found = [];
        if ((contact.Check() ?? Find(name, request, servers, live, out found)) is { } fault)
            return fault;
        staleness.Mark(http.Response, []);
        return new JsonAnswer<ServerListBody<ServerReferenceBody>>(
            new ServerListBody<ServerReferenceBody>([.. found.Select(server => new ServerReferenceBody(server, RootUrl.Of(http.Request)))]),
            ServersJson.Default.ServerListBodyServerReferenceBody);
    }

    /// <summary>List servers with details.</summary>
    /// <param name="name">A regular expression that the server's name must match somewhere.</param>
    /// <response code="200">The servers that the caller may see, by name.</response>
    public static Results<JsonAnswer<ServerListBody<ServerBody>>, Fault> Details(
        string? name, ComputeRequest request, HttpContext http, ServerLookup servers, IPolicy policy, LiveMigrations live,
        FirstContact contact, Staleness staleness)
    {
        IReadOnlyList<Server> found = [];
        if ((contact.Check() ?? Find(name, request, servers, live, out found)) is { } fault)
            return fault;
        staleness.Mark(http.Response, [.. found.SelectMany(server => live.Current.Of(server.Uuid))]);
        return new JsonAnswer<ServerListBody<ServerBody>>(
            new ServerListBody<ServerBody>([.. found.Select(server => ShowServer.BodyOf(server, request, http.Request, policy, live))]),
            ServersJson.Default.ServerListBodyServerBody);
    }

    private static Fault NotAPattern(string name) =>
        Fault.BadRequest($"Invalid input for query parameters name. Value: {name}. It is not a regular expression.");

    /// <summary>The visible servers whose name matches the regular expression, by name; all of them without one.</summary>
    private static Fault? Find(
        string? name, ComputeRequest request, ServerLookup servers, LiveMigrations live, out IReadOnlyList<Server> found)
    {
        found = [];
        Regex? pattern = null;
        try
        {
            if (!string.IsNullOrEmpty(name))
                pattern = new Regex(name, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return NotAPattern(name!);
        }
        found =
        [
            .. live.Current.Servers.Values
                .Where(server => !server.Deleted && servers.IsVisible(server, request.Caller) && pattern?.IsMatch(server.Name) != false)
                .OrderBy(server => server.Name, StringComparer.Ordinal).ThenBy(server => server.Uuid),
        ];
        return null;
    }
}
