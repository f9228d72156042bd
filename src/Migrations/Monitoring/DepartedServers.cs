using System.Collections.Concurrent;
using Migrations.Live;

namespace Migrations.Monitoring;

/// <summary>Finds the servers that nothing keeps: they have left the hypervisor, and no migration of theirs is remembered.</summary>
/// <remarks>Looks only at servers that have just left, and at those whose migrations have just been deleted.</remarks>
public sealed class DepartedServers(IMigrationStore store)
{
    private readonly ConcurrentQueue<Guid> _pruned = new();
    private readonly HashSet<Guid> _candidates = [];
    private HashSet<Guid> _listed = [];

    /// <summary>Tells of servers that migrations were deleted of; from any thread.</summary>
    public void Pruned(IEnumerable<Guid> servers)
    {
        foreach (var server in servers)
            _pruned.Enqueue(server);
    }

    /// <summary>The servers to forget, again and again until they are gone from the snapshot. Called by one loop only.</summary>
    /// <param name="listed">What the hypervisor has.</param>
    /// <exception cref="StoreUnavailableException">It cannot be known what is remembered.</exception>
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
