namespace Migrations.Tests.Simulation;

/// <summary>Stands between the service and its stores: others may run around every call, and the rules see what is written.</summary>
internal sealed class SimulatedStore(
    SimulatedStorage storage, SimulatedScheduler scheduler, MigrationRules ofMigrations, CommandRules ofCommands, StartRules ofStarts)
    : IMigrationStore, ICommandStore
{
    /// <summary>No write succeeds while it is set.</summary>
    public bool IsDown { get; set; }

    /// <summary>The process dies when its next write has been stored.</summary>
    public bool DiesAfterWrite { get; set; }

    public StoredMigrations Load() => storage.Migrations.Load();

    public Task<IReadOnlyList<Migration>> CommitAsync(
        IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> servers, CancellationToken cancellationToken) =>
        WriteAsync(() => storage.Migrations.CommitAsync(changes, servers, CancellationToken.None), inserted =>
        {
            ofMigrations.Committed([.. changes.Select(change => change.Migration).Where(migration => migration.Id != 0), .. inserted]);
            var added = new Queue<Migration>(inserted);
            ofStarts.Committed([.. changes.Select(change => change.Migration.Id == 0 ? change with { Migration = added.Dequeue() } : change)]);
        });

    public Migration? Find(Guid serverUuid, long id) => Read(() => storage.Migrations.Find(serverUuid, id));

    public MigrationSummary? FindLatest(Guid serverUuid) => Read(() => storage.Migrations.FindLatest(serverUuid));

    public Migration? FindLatestOfJob(Guid serverUuid, string jobId) => Read(() => storage.Migrations.FindLatestOfJob(serverUuid, jobId));

    public Task<MigrationCommand> AcceptAsync(MigrationCommand command, CancellationToken cancellationToken) =>
        WriteAsync(() => storage.Commands.AcceptAsync(command, CancellationToken.None), accepted => ofCommands.Accepted(command, accepted));

    public IReadOnlyList<MigrationCommand> Pending() => Read(storage.Commands.Pending);

    public Task SaveAsync(MigrationCommand command, CancellationToken cancellationToken) => WriteAsync(async () =>
    {
        await storage.Commands.SaveAsync(command, CancellationToken.None);
        return command;
    }, ofCommands.Saved);

    public IReadOnlyList<MigrationCommand> Of(long migrationId) => Read(() => storage.Commands.Of(migrationId));

    public IReadOnlyList<MigrationSummary>? Query(MigrationQuery query) => throw new NotSupportedException();

    public IEnumerable<MigrationSummary> QueryAll(MigrationQuery query) => throw new NotSupportedException();

    public Task<PrunedMigrations> PruneAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private T Read<T>(Func<T> read)
    {
        scheduler.Preempt();
        var result = read();
        scheduler.Preempt();
        return result;
    }

    /// <remarks>A death before the first line has stored nothing; one after the write has stored all, and nobody was told.</remarks>
    private async Task<T> WriteAsync<T>(Func<Task<T>> write, Action<T> written)
    {
        await scheduler.PauseAsync();
        if (IsDown)
            throw new StoreUnavailableException("the store takes no writes");
        var result = Task.Run(write).GetAwaiter().GetResult();
        written(result);
        if (DiesAfterWrite)
            scheduler.Kill();
        await scheduler.PauseAsync();
        return result;
    }
}

/// <summary>What outlives the process.</summary>
/// <param name="Actions">Null where no actions are stored.</param>
/// <param name="Events">Null where no events are stored.</param>
internal sealed record SimulatedStorage(
    IMigrationStore Migrations, ICommandStore Commands, IServerActionStore? Actions = null, IEventLog? Events = null);
