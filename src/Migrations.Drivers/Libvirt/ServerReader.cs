using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Drivers.Libvirt;

/// <summary>Lists the servers of the host in one call, and asks only the new ones what Nova wrote into them.</summary>
internal sealed class ServerReader(LibvirtOptions options, LibvirtLanes lanes, OwnerCache owners, TimeProvider clock)
{
    private readonly DomainCalls<NovaMetadata> _metadata = new(lanes, ReadMetadata, options, clock);

    public async Task<IReadOnlyList<Server>> ListAsync(CancellationToken cancellationToken)
    {
        var (host, domains) = await lanes.LookAsync(
            session => (session.Host, session.Connection.ListStates()), cancellationToken);
        await LearnAsync([.. domains.Select(domain => domain.Uuid).Where(server => owners.Find(server) is null)], cancellationToken);
        return [.. domains.Select(domain => ToServer(domain, owners.Find(domain.Uuid) ?? NovaMetadata.None, host))];
    }

    /// <summary>A domain that does not answer has no owner until it does.</summary>
    private async Task LearnAsync(List<Guid> servers, CancellationToken cancellationToken)
    {
        var mark = owners.Mark();
        foreach (var (server, metadata, _) in await _metadata.AskAsync(servers, cancellationToken))
        {
            if (metadata is not null)
                owners.Keep(server, metadata, mark);
        }
    }

    private static NovaMetadata ReadMetadata(LibvirtSession session, Guid server) =>
        session.Ask(server, domain => NovaMetadata.Parse(domain.GetXml())) ?? NovaMetadata.None;

    private static Server ToServer(DomainSummary domain, NovaMetadata metadata, string host) => new()
    {
        Uuid = domain.Uuid,
        Name = metadata.Name ?? domain.Name,
        State = ServerStateOf(domain.State),
        Host = host,
        UserId = metadata.UserId,
        ProjectId = metadata.ProjectId,
    };

    /// <summary>A server that a migration pauses is active to those who use it.</summary>
    private static ServerState ServerStateOf(DomainState state) => state.Condition switch
    {
        DomainCondition.Paused when state.Is(PausedReason.PostCopyFailed) => ServerState.Error,
        DomainCondition.Paused when state.Is(PausedReason.Migration) || state.Is(PausedReason.PostCopy)
            || state.Is(PausedReason.StartingUp) => ServerState.Active,
        DomainCondition.Paused => ServerState.Paused,
        DomainCondition.PowerSuspended => ServerState.Suspended,
        DomainCondition.ShutOff when state.Is(ShutOffReason.Saved) => ServerState.Suspended,
        DomainCondition.ShutOff => ServerState.Stopped,
        DomainCondition.Crashed => ServerState.Error,
        _ => ServerState.Active,
    };
}
