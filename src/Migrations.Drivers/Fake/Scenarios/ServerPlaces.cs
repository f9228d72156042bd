using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>Where servers are in the list of their scenario. It is made once for each list: worlds may have thousands of servers.</summary>
internal static class ServerPlaces
{
    private static readonly ConditionalWeakTable<IReadOnlyList<ScenarioServer>, FrozenDictionary<Guid, int>> Known = [];

    /// <returns>-1 for a server that is not there.</returns>
    public static int IndexOf(this IReadOnlyList<ScenarioServer> servers, Guid uuid) =>
        Known.GetValue(servers, Number).TryGetValue(uuid, out var index) ? index : -1;

    private static FrozenDictionary<Guid, int> Number(IReadOnlyList<ScenarioServer> servers) =>
        servers.Select((server, index) => (server.Uuid, index)).DistinctBy(server => server.Uuid).ToFrozenDictionary(server => server.Uuid, server => server.index);
}
