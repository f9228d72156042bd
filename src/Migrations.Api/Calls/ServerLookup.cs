using System.Text;
using Migrations.Api.Identity;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Live;

namespace Migrations.Api.Calls;

/// <summary>Finds the server that a URL names, for a caller that may know of it.</summary>
internal sealed class ServerLookup(LiveMigrations live, IPolicy policy, FirstContact contact)
{
    /// <summary>The server; another project's server does not exist for anybody but administrators.</summary>
    /// <remarks>Not found is said only after the hypervisor has been seen.</remarks>
    /// <param name="id">As in the URL: only the dashed form names a server, in any letter case.</param>
    /// <param name="deletedToo">Whether a deleted server is found.</param>
    public Fault? Find(string id, Caller caller, bool deletedToo, out Server? server)
    {
        server = Guid.TryParseExact(id, "D", out var uuid) && id.Length == 36
            ? live.Current.Servers.GetValueOrDefault(uuid)
            : null;
        if (server is not null && ((server.Deleted && !deletedToo) || !IsVisible(server, caller)))
            server = null;
        return server is null ? contact.Check() ?? Fault.Of(MigrationFault.ServerNotFound(AsSent(id))) : null;
    }

    public bool IsVisible(Server server, Caller caller) =>
        (caller.ProjectId is not null && caller.ProjectId == server.ProjectId) || policy.IsAdministrator(caller);

    /// <summary>Nova takes the bytes of a path for Latin-1, and its messages show it.</summary>
    private static string AsSent(string id) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(id));
}
