using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Faults;
using Migrations.Api.Requests;
using Migrations.Live;

namespace Migrations.Api.Servers;

/// <summary>GET /servers/{server}: what clients look up before every call.</summary>
internal static class ShowServer
{
    /// <summary>Show a server.</summary>
    /// <param name="server">UUID of the server.</param>
    /// <response code="200">The server, as far as a hypervisor knows it.</response>
    public static Results<JsonAnswer<ServerShowBody>, Fault> Handle(
        string server, ComputeRequest request, HttpRequest http, ServerLookup servers, LiveMigrations live) =>
        servers.Find(server, request.Caller, out var found) is { } missing
            ? missing
            : new JsonAnswer<ServerShowBody>(
                new ServerShowBody(BodyOf(found, request, http, servers, live)), ServersJson.Default.ServerShowBody);

    public static ServerBody BodyOf(
        Server server, ComputeRequest request, HttpRequest http, ServerLookup servers, LiveMigrations live) =>
        new(server, live.Current.Of(server.Uuid).LastOrDefault()?.Record.Progress.Percent,
            servers.IsAdministrator(request.Caller), RootUrl.Of(http));
}
