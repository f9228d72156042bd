using Migrations.Api.Microversions;
using Migrations.Api.Requests;

namespace Migrations.Api.Servers;

/// <summary>What clients ask of servers before they turn to migrations.</summary>
internal static class ServersRoutes
{
    public static void MapServers(this IEndpointRouteBuilder app)
    {
        var call = new ComputeCall(Microversion.Minimum);
        var servers = app.MapGroup("/servers").WithMetadata(call);
        servers.MapGet("", ListServers.References);
        servers.MapGet("/detail", ListServers.Details);
        servers.MapGet("/{server}", ShowServer.Handle);
    }
}
