using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Interop;
using static Migrations.Drivers.Libvirt.Interop.virDomainPausedReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainShutoffReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.Drivers.Libvirt.Servers;

/// <summary>Lists the servers of the host in one call, and reads the descriptions of the new ones only.</summary>
internal sealed class ServerReader(
    LibvirtOptions options, ConnectionThreads lookups, ConnectionThreads readings, DescriptionCache cache, TimeProvider clock)
{
    private readonly DomainQueries<DomainDescription> _descriptions = new(readings, ReadDescription, options, clock);

    public async Task<IReadOnlyList<Server>> ListAsync(CancellationToken cancellationToken)
    {
        var (host, domains) = await lookups.AskAsync(
            session => (session.Host, session.Connection.ListStates()), cancellationToken);
        await LearnAsync([.. domains.Select(domain => domain.Uuid).Where(server => cache.Find(server) is null)], cancellationToken);
        return [.. domains.Select(domain => ToServer(domain, cache.Find(domain.Uuid) ?? DomainDescription.None, host))];
    }

    /// <summary>A domain that does not answer has no owner until it does.</summary>
    private async Task LearnAsync(List<Guid> servers, CancellationToken cancellationToken)
    {
        var mark = cache.Mark();
        foreach (var (server, description, _) in await _descriptions.AskAsync(servers, cancellationToken))
        {
            if (description is not null)
                cache.Keep(server, description, mark);
        }
    }

    private static DomainDescription ReadDescription(Session session, Guid server) =>
        session.Ask(server, domain => DomainDescription.Parse(domain.GetXml())) ?? DomainDescription.None;

    private static Server ToServer(DomainSummary domain, DomainDescription description, string host) => new()
    {
        Uuid = domain.Uuid,
        Name = description.Name ?? domain.Name,
        State = ToServerState(domain.State),
        Host = host,
        UserId = description.UserId,
        ProjectId = description.ProjectId,
    };

    /// <summary>A server that a migration pauses is active to its users.</summary>
    private static ServerState ToServerState(DomainState state) => state.Condition switch
    {
        VIR_DOMAIN_PAUSED when state.Is(VIR_DOMAIN_PAUSED_POSTCOPY_FAILED) => ServerState.Error,
        VIR_DOMAIN_PAUSED when state.Is(VIR_DOMAIN_PAUSED_MIGRATION) || state.Is(VIR_DOMAIN_PAUSED_POSTCOPY)
            || state.Is(VIR_DOMAIN_PAUSED_STARTING_UP) => ServerState.Active,
        VIR_DOMAIN_PAUSED => ServerState.Paused,
        VIR_DOMAIN_PMSUSPENDED => ServerState.Suspended,
        VIR_DOMAIN_SHUTOFF when state.Is(VIR_DOMAIN_SHUTOFF_SAVED) => ServerState.Suspended,
        VIR_DOMAIN_SHUTOFF => ServerState.Stopped,
        VIR_DOMAIN_CRASHED => ServerState.Error,
        _ => ServerState.Active,
    };
}
