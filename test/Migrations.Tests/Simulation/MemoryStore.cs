namespace Migrations.Tests.Simulation;

/// <summary>What a database would hold, without one, for runs by the thousand.</summary>
internal sealed class MemoryStore : IMigrationStore, ICommandStore
{
    private readonly Dictionary<Guid, Server> _servers = [];
    private readonly SortedDictionary<long, Migration> _migrations = [];
    private readonly SortedDictionary<long, MigrationCommand> _commands = [];

    public StoredMigrations Load() => new([.. _servers.Values], [.. _migrations.Values.Where(migration => !migration.Status.IsFinal)]);

    public Task<IReadOnlyList<Migration>> CommitAsync(
        IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> servers, CancellationToken cancellationToken)
    {
        foreach (var server in servers)
            _servers[server.Uuid] = server;
        var inserted = new List<Migration>();
        foreach (var migration in changes.Select(change => change.Migration))
        {
            var stored = migration.Id == 0 ? migration with { Id = _migrations.Count + 1 } : migration;
            _migrations[stored.Id] = stored;
            if (migration.Id == 0)
                inserted.Add(stored);
        }
        return Task.FromResult<IReadOnlyList<Migration>>(inserted);
    }

    public Migration? Find(Guid serverUuid, long id) => _migrations.GetValueOrDefault(id);

    public Migration? FindLatest(Guid serverUuid) => _migrations.Values.LastOrDefault(migration => migration.ServerUuid == serverUuid);

    public IReadOnlyList<Migration>? Query(MigrationQuery query) => throw new NotSupportedException();

    public IEnumerable<Migration> QueryAll(MigrationQuery query) => throw new NotSupportedException();

    public Task<PrunedMigrations> PruneAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<MigrationCommand> AcceptAsync(MigrationCommand command, CancellationToken cancellationToken)
    {
        if (_commands.Values.FirstOrDefault(known => known.MigrationId == command.MigrationId && known.Kind == command.Kind
                                                    && known.Outcome == CommandOutcome.Pending) is { } pending)
            return Task.FromResult(pending);
        return Task.FromResult(_commands[_commands.Count + 1] = command with { Id = _commands.Count + 1 });
    }

    public IReadOnlyList<MigrationCommand> Pending() => [.. _commands.Values.Where(command => command.Outcome == CommandOutcome.Pending)];

    public Task SaveAsync(MigrationCommand command, CancellationToken cancellationToken)
    {
        _commands[command.Id] = command;
        return Task.CompletedTask;
    }

    public IReadOnlyList<MigrationCommand> Of(long migrationId) => [.. _commands.Values.Where(command => command.MigrationId == migrationId)];
}
