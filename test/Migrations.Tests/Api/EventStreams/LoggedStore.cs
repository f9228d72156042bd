namespace Migrations.Tests.Api.EventStreams;

/// <summary>What a database would hold, with its log of events, without one. A commit can be held after it is done and before its caller is told.</summary>
internal sealed class LoggedStore : IMigrationStore, ICommandStore, IEventLog
{
    private readonly SortedDictionary<long, Migration> _migrations = [];
    private readonly SortedDictionary<long, MigrationCommand> _commands = [];
    private readonly List<MigrationEvent> _events = [];
    private long _lastMigration;
    private long _lastCommand;
    private long _lastId;
    private long _deletedTo;
    private TaskCompletionSource? _held;

    public event Action? Appended;

    public IReadOnlyList<MigrationEvent> Events => _events;

    /// <summary>Holds the next commit.</summary>
    public void Hold() => _held = new TaskCompletionSource();

    /// <summary>Lets the callers of held commits go on.</summary>
    public void Release()
    {
        _held?.SetResult();
        _held = null;
    }

    public StoredMigrations Load() => new([Given.Server()], []);

    public async Task<IReadOnlyList<Migration>> CommitAsync(
        IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> servers, CancellationToken cancellationToken)
    {
        var inserted = new List<Migration>();
        foreach (var change in changes)
        {
            var stored = change.Migration.Id == 0 ? change.Migration with { Id = ++_lastMigration } : change.Migration;
            _migrations[stored.Id] = stored;
            if (change.Migration.Id == 0)
                inserted.Add(stored);
            foreach (var told in change.Events)
                Add(told with { MigrationId = stored.Id });
        }
        if (_held is { } held)
            await held.Task;
        Appended?.Invoke();
        return inserted;
    }

    public Migration? Find(Guid serverUuid, long id) => _migrations.GetValueOrDefault(id);

    public MigrationSummary? FindLatest(Guid serverUuid) => _migrations.Values.LastOrDefault();

    public Migration? FindLatestOfJob(Guid serverUuid, string jobId) => throw new NotSupportedException();

    public IReadOnlyList<MigrationSummary>? Query(MigrationQuery query) =>
        [.. _migrations.Values.Where(migration => migration.Status.WireName == query.Status).Reverse().Take(query.Limit)];

    public IEnumerable<MigrationSummary> QueryAll(MigrationQuery query) => throw new NotSupportedException();

    public Task<PrunedMigrations> PruneAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        foreach (var over in _migrations.Values.Where(migration => migration.Status.IsFinal).Select(migration => migration.Id).ToList())
        {
            _deletedTo = _events.Where(told => told.MigrationId == over).Select(told => told.Id).Append(_deletedTo).Max();
            _events.RemoveAll(told => told.MigrationId == over);
            foreach (var command in Of(over))
                _commands.Remove(command.Id);
            _migrations.Remove(over);
        }
        return Task.FromResult(new PrunedMigrations(0, []));
    }

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<MigrationCommand> AcceptAsync(MigrationCommand command, CancellationToken cancellationToken)
    {
        var accepted = command with { Id = ++_lastCommand };
        Save(accepted, MigrationEventKind.CommandAccepted);
        return Task.FromResult(accepted);
    }

    public IReadOnlyList<MigrationCommand> Pending() => [.. _commands.Values.Where(command => command.Outcome == CommandOutcome.Pending)];

    public Task SaveAsync(MigrationCommand command, CancellationToken cancellationToken)
    {
        Save(command, MigrationEventKind.CommandSettled);
        return Task.CompletedTask;
    }

    public IReadOnlyList<MigrationCommand> Of(long migrationId) => [.. _commands.Values.Where(command => command.MigrationId == migrationId)];

    public long LastId() => _lastId;

    public IReadOnlyList<MigrationEvent>? ReadAfter(long id, int limit) => id < _deletedTo || id > _lastId
        ? null
        : [.. _events.Where(told => told.Id > id).Take(limit)];

    private void Save(MigrationCommand command, MigrationEventKind kind)
    {
        _commands[command.Id] = command;
        Add(new MigrationEvent
        {
            Kind = kind,
            MigrationId = command.MigrationId,
            ServerUuid = command.ServerUuid,
            OccurredAt = Given.Now,
            Status = _migrations[command.MigrationId].Status,
            Command = new EventCommand(command.Id, command.Kind, command.Outcome, command.Means, command.RequestedBy.RequestId),
        });
        Appended?.Invoke();
    }

    private void Add(MigrationEvent told) => _events.Add(told with { Id = ++_lastId });
}
