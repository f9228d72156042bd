using System.Collections.Concurrent;
using Migrations.Decisions;
using Migrations.Live;

namespace Migrations.Monitoring;

/// <summary>Finds the servers that have left the hypervisor and are deleted, and those of which nothing is stored any more.</summary>
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

    /// <summary>Judges the servers that have left. Each is returned in every call until the snapshot shows it. Called by one loop only.</summary>
    /// <param name="listed">The servers that the hypervisor has.</param>
    /// <exception cref="StoreUnavailableException">The stored migrations cannot be read.</exception>
    internal Departures Judge(LiveSnapshot snapshot, IReadOnlyList<Server> listed)
    {
        var now = listed.Select(server => server.Uuid).ToHashSet();
        _candidates.UnionWith(_listed.Where(server => !now.Contains(server)));
        _listed = now;
        while (_pruned.TryDequeue(out var server))
            _candidates.Add(server);
        _candidates.RemoveWhere(server => now.Contains(server) || !snapshot.Servers.ContainsKey(server));

        List<Server> forgotten = [], deleted = [];
        foreach (var server in _candidates.Select(uuid => snapshot.Servers[uuid]).ToList())
            if (store.FindLatest(server.Uuid) is not { } latest)
                forgotten.Add(server);
            else if (!server.Deleted && HasNotMoved(latest))
                deleted.Add(server);
            else
                _candidates.Remove(server.Uuid);
        return new Departures(forgotten, deleted);
    }

    /// <summary>Whether no migration explains that the server has left: the last one has ended, and has not taken it away.</summary>
    private static bool HasNotMoved(MigrationSummary latest) => latest.Status.IsFinal && latest.Status != MigrationStatus.Completed;
}
