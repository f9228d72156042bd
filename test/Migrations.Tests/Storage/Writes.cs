namespace Migrations.Tests.Storage;

/// <summary>Writes that nobody cancels.</summary>
internal static class Writes
{
    public static Task<IReadOnlyList<Migration>> CommitAsync(
        this IMigrationStore store, IReadOnlyList<Migration> migrations, IReadOnlyList<Server> servers) =>
        store.CommitAsync([.. migrations.Select(migration => new MigrationChange(migration, []))], servers, CancellationToken.None);

    public static async Task<Migration> CommitAsync(this IMigrationStore store, Migration migration) =>
        (await store.CommitAsync([migration], [])).Single();

    public static Task<PrunedMigrations> PruneAsync(this IMigrationStore store, DateTimeOffset endedBefore, int limit) =>
        store.PruneAsync(endedBefore, limit, CancellationToken.None);

    public static Task<MigrationCommand> AcceptAsync(this ICommandStore store, MigrationCommand command) =>
        store.AcceptAsync(command, CancellationToken.None);

    public static Task SaveAsync(this ICommandStore store, MigrationCommand command) =>
        store.SaveAsync(command, CancellationToken.None);
}
