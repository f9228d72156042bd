using System.Collections.Concurrent;
using Migrations.Live;

namespace Migrations.Monitoring;

/// <summary>Finds the servers that can be forgotten: they have left the hypervisor, and none of their migrations is stored.</summary>
/// <remarks>Looks only at servers that have just left, and at those whose migrations have just been deleted.</remarks>
public sealed class DepartedServers(IMigrationStore store)
{
    private readonly ConcurrentQueue<Guid> _pruned = new();
    private readonly HashSet<Guid> _candidates = [];
    private HashSet<Guid> _listed = [];

    /// <summary>Reports servers whose migrations were deleted. May be called from any thread.</summary>
    public void Pruned(IEnumerable<Guid> servers)
    {
        foreach (var server in servers)
            _pruned.Enqueue(server);
    }

    /// <summary>The servers to forget. Each is returned in every call until it has left the snapshot. Called by one loop only.</summary>
    /// <param name="listed">The servers that the hypervisor has.</param>
    /// <exception cref="StoreUnavailableException">The stored migrations cannot be read.</exception>
    internal IReadOnlyList<Guid> ToForget(LiveSnapshot snapshot, IReadOnlyList<Server> listed)
    {
        var now = listed.Select(server => server.Uuid).ToHashSet();
        _candidates.UnionWith(_listed.Where(server => !now.Contains(server)));
        _listed = now;
        while (_pruned.TryDequeue(out var server))
            _candidates.Add(server);

        _candidates.RemoveWhere(server =>
            now.Contains(server) || !snapshot.Servers.ContainsKey(server) || store.FindLatest(server) is not null);
        return [.. _candidates];
    }
}
