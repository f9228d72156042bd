using System.Text;
using Migrations.Api.Faults;
using Migrations.Api.Identity;
using Migrations.Api.Policies;
using Migrations.Api.Requests;
using Migrations.Live;
using Migrations.Operations;

namespace Migrations.Api.Servers;

/// <summary>Finds the server that a URL names, for a caller that may know of it.</summary>
internal sealed class ServerLookup(LiveMigrations live, IPolicy policy)
{
    /// <summary>The server; another project's server does not exist for anybody but administrators.</summary>
    /// <param name="id">As in the URL: only the dashed form names a server, in any letter case.</param>
    public Fault? Find(string id, Caller caller, out Server server)
    {
        var found = Guid.TryParseExact(id, "D", out var uuid) && id.Length == 36
            ? live.Current.Servers.GetValueOrDefault(uuid)
            : null;
        if (found is not null && !IsVisible(found, caller))
            found = null;
        server = found!;
        return found is null ? Fault.Of(MigrationFault.ServerNotFound(AsSent(id))) : null;
    }

    public bool IsVisible(Server server, Caller caller) =>
        (caller.ProjectId is not null && caller.ProjectId == server.ProjectId) || IsAdministrator(caller);

    public bool IsAdministrator(Caller caller) => policy.Allows(PolicyRules.Administrator, caller, caller.ProjectId);

    /// <summary>The caller's wish to command a migration of a server that was found.</summary>
    public CommandRequest Command(ComputeRequest request, Server server, string serverId, string migrationId) => new(
        server, serverId, migrationId,
        new Requester(request.Caller.UserId, request.Caller.ProjectId, request.Id), IsAdministrator(request.Caller));

    /// <summary>Nova takes the bytes of a path for Latin-1, and its messages show it.</summary>
    private static string AsSent(string id) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(id));
}
