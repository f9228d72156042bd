namespace Migrations.Tests.Simulation;

/// <summary>What a database would hold, without one, for runs by the thousand.</summary>
internal sealed class MemoryStore : IMigrationStore, ICommandStore
{
    private readonly Dictionary<Guid, Server> _servers = [];
    private readonly SortedDictionary<long, Migration> _migrations = [];
    private readonly SortedDictionary<long, MigrationCommand> _commands = [];
    private readonly Dictionary<long, MigrationStart> _starts = [];

    public StoredMigrations Load() => new([.. _servers.Values], [.. _migrations.Values.Where(migration => !migration.Status.IsFinal)])
    {
        Starts = _starts.ToDictionary(),
    };

    public Task<IReadOnlyList<Migration>> CommitAsync(
        IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> servers, CancellationToken cancellationToken)
    {
        foreach (var server in servers)
            _servers[server.Uuid] = server;
        var inserted = new List<Migration>();
        foreach (var change in changes)
        {
            var migration = change.Migration;
            var stored = migration.Id == 0 ? migration with { Id = _migrations.Count + 1 } : migration;
            _migrations[stored.Id] = stored;
            if (change.Start is { } start)
                _starts[stored.Id] = start;
            if (migration.Id == 0)
                inserted.Add(stored);
        }
        return Task.FromResult<IReadOnlyList<Migration>>(inserted);
    }

    public Migration? Find(Guid serverUuid, long id) => _migrations.GetValueOrDefault(id);

    public MigrationSummary? FindLatest(Guid serverUuid) => _migrations.Values.LastOrDefault(migration => migration.ServerUuid == serverUuid);

    public Migration? FindLatestOfJob(Guid serverUuid, string jobId) =>
        _migrations.Values.LastOrDefault(migration => migration.ServerUuid == serverUuid && migration.JobId == jobId);

    public IReadOnlyList<MigrationSummary>? Query(MigrationQuery query) => throw new NotSupportedException();

    public IEnumerable<MigrationSummary> QueryAll(MigrationQuery query) => throw new NotSupportedException();

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
