using System.Collections.Immutable;

namespace Migrations;

/// <summary>Every known server and every migration that is not over, at one moment; immutable.</summary>
public sealed class LiveSnapshot
{
    private readonly ImmutableDictionary<Guid, ImmutableArray<LiveMigration>> _byServer;

    private LiveSnapshot(
        ImmutableDictionary<Guid, Server> servers,
        ImmutableDictionary<Guid, ImmutableArray<LiveMigration>> byServer)
    {
        Servers = servers;
        _byServer = byServer;
    }

    public static LiveSnapshot Empty { get; } = new(
        ImmutableDictionary<Guid, Server>.Empty, ImmutableDictionary<Guid, ImmutableArray<LiveMigration>>.Empty);

    /// <summary>The servers that the hypervisor has, and those whose migrations are still remembered.</summary>
    public ImmutableDictionary<Guid, Server> Servers { get; }

    /// <summary>Every migration that is not over.</summary>
    public IEnumerable<LiveMigration> Migrations => _byServer.Values.SelectMany(migrations => migrations);

    /// <summary>The server's migrations that are not over, by id.</summary>
    public ImmutableArray<LiveMigration> Of(Guid serverUuid) =>
        _byServer.TryGetValue(serverUuid, out var migrations) ? migrations : [];

    /// <summary>The server's migration with this id, unless it is over.</summary>
    public LiveMigration? Find(Guid serverUuid, long id)
    {
        foreach (var migration in Of(serverUuid))
            if (migration.Record.Id == id)
                return migration;
        return null;
    }

    /// <summary>This snapshot after the changes; final migrations leave it.</summary>
    internal LiveSnapshot With(LiveChanges changes)
    {
        var servers = Servers.ToBuilder();
        servers.RemoveRange(changes.ForgottenServers);
        foreach (var server in changes.Servers)
            servers[server.Uuid] = server;

        var byServer = _byServer.ToBuilder();
        foreach (var changed in changes.Migrations)
            Replace(byServer, changed);
        return new LiveSnapshot(servers.ToImmutable(), byServer.ToImmutable());
    }

    private static void Replace(
        ImmutableDictionary<Guid, ImmutableArray<LiveMigration>>.Builder byServer, LiveMigration changed)
    {
        var server = changed.Record.ServerUuid;
        var others = (byServer.TryGetValue(server, out var known) ? known : [])
            .RemoveAll(other => other.Record.Id == changed.Record.Id);
        if (!changed.Record.Status.IsFinal)
            others = others.Add(changed).Sort((left, right) => left.Record.Id.CompareTo(right.Record.Id));
        if (others.IsEmpty)
            byServer.Remove(server);
        else
            byServer[server] = others;
    }
}
