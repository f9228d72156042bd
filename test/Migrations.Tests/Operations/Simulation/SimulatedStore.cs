namespace Migrations.Tests.Operations.Simulation;

/// <summary>Stands between the service and its stores: others may run around every call, and the rules see what is written.</summary>
internal sealed class SimulatedStore(
    IMigrationStore migrations, ICommandStore commands, SimulatedScheduler scheduler, CommandRules rules) : IMigrationStore, ICommandStore
{
    /// <summary>No write succeeds while it is set.</summary>
    public bool IsDown { get; set; }

    public StoredMigrations Load() => migrations.Load();

    public Task<IReadOnlyList<Migration>> CommitAsync(
        IReadOnlyList<Migration> changed, IReadOnlyList<Server> servers, CancellationToken cancellationToken) =>
        WriteAsync(() => migrations.CommitAsync(changed, servers, CancellationToken.None), inserted =>
            rules.Committed([.. changed.Where(migration => migration.Id != 0), .. inserted]));

    public Migration? Find(Guid serverUuid, long id) => Read(() => migrations.Find(serverUuid, id));

    public Migration? FindLatest(Guid serverUuid) => Read(() => migrations.FindLatest(serverUuid));

    public Task<MigrationCommand> AcceptAsync(MigrationCommand command, CancellationToken cancellationToken) =>
        WriteAsync(() => commands.AcceptAsync(command, CancellationToken.None), rules.Accepted);

    public IReadOnlyList<MigrationCommand> Pending() => Read(commands.Pending);

    public Task SaveAsync(MigrationCommand command, CancellationToken cancellationToken) => WriteAsync(async () =>
    {
        await commands.SaveAsync(command, CancellationToken.None);
        return command;
    }, rules.Saved);

    public IReadOnlyList<MigrationCommand> Of(long migrationId) => Read(() => commands.Of(migrationId));

    public IReadOnlyList<Migration>? Query(MigrationQuery query) => throw new NotSupportedException();

    public IEnumerable<Migration> QueryAll(MigrationQuery query) => throw new NotSupportedException();

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

    /// <remarks>A death before the first line has stored nothing; one after the second has stored all, and nobody was told.</remarks>
    private async Task<T> WriteAsync<T>(Func<Task<T>> write, Action<T> written)
    {
        await scheduler.PauseAsync();
        if (IsDown)
            throw new StoreUnavailableException("the store takes no writes");
        var result = Task.Run(write).GetAwaiter().GetResult();
        written(result);
        await scheduler.PauseAsync();
        return result;
    }
}
