using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Live;

namespace Migrations.Api.Servers;

/// <summary>GET /servers/{server}: what clients look up before every call.</summary>
internal static class ShowServer
{
    public static ComputeCall Call { get; } = new("showServer", HttpMethods.Get, "/servers/{server}")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.Servers,
        Headers = Staleness.Headers,
        Example = _ => DescribedCall.Write(new(Example), ServersJson.Default.ServerShowBody),
    };

    /// <summary>Show a server.</summary>
    /// <response code="200">The server, as far as a hypervisor knows it.</response>
    public static JsonAnswer<ServerShowBody> Handle(
        ServerRequest request, HttpContext http, IPolicy policy, LiveMigrations live, Staleness staleness)
    {
        staleness.Mark(http.Response, live.Current.Of(request.Server.Uuid).AsSpan());
        return new(new ServerShowBody(BodyOf(request.Server, request, http.Request, policy, live)), ServersJson.Default.ServerShowBody);
    }

    public static ServerBody BodyOf(Server server, ComputeRequest request, HttpRequest http, IPolicy policy, LiveMigrations live) =>
        new(server, live.Current.Of(server.Uuid).LastOrDefault()?.Record.Progress.Percent,
            policy.IsAdministrator(request.Caller), RootUrl.Of(http), request.Version);

    internal static ServerBody Example => new(Sample.Server, Sample.Running.Progress.Percent, withHost: true, Sample.Root, Microversion.Maximum);
}
