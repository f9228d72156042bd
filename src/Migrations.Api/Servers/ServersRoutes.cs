using Migrations.Api.Microversions;
using Migrations.Api.Requests;

namespace Migrations.Api.Servers;

/// <summary>What clients ask of servers before they turn to migrations.</summary>
internal static class ServersRoutes
{
    public static void MapServers(this IEndpointRouteBuilder app)
    {
        var servers = app.MapGroup("/servers").WithTags("Servers");
        servers.MapGet("", ListServers.References).WithMetadata(new ComputeCall("listServers", Microversion.Minimum));
        servers.MapGet("/detail", ListServers.Details).WithMetadata(new ComputeCall("listServersDetailed", Microversion.Minimum));
        servers.MapGet("/{server}", ShowServer.Handle).WithMetadata(new ComputeCall("showServer", Microversion.Minimum));
    }
}
