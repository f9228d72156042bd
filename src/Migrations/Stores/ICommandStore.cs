namespace Migrations.Stores;

/// <summary>Where accepted commands outlive the process. Reads are short, block, and may come from any thread; writes take turns.</summary>
public interface ICommandStore
{
    /// <summary>Stores a new command, unless one of the same kind is pending for the migration, and the action of the request in any case.</summary>
    /// <param name="cancellationToken">Takes the write back while it has not begun; after that its outcome is awaited.</param>
    /// <returns>The stored command, or the pending one: a repeat is the same command.</returns>
    /// <exception cref="StoreUnavailableException">The command has not been stored, and will not be; see <see cref="IMigrationStore.CommitAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">The write was taken back; nothing has been stored.</exception>
    Task<MigrationCommand> AcceptAsync(MigrationCommand command, CancellationToken cancellationToken);

    /// <summary>Every pending command, oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The commands cannot be read: their file is gone, damaged or locked.</exception>
    IReadOnlyList<MigrationCommand> Pending();

    /// <summary>Stores when the command was started, why it waits, or how it ended, also in the actions of its requests.</summary>
    /// <param name="cancellationToken">Takes the write back while it has not begun; after that its outcome is awaited.</param>
    /// <exception cref="StoreUnavailableException">Nothing has been stored, and nothing will be; see <see cref="IMigrationStore.CommitAsync"/>.</exception>
    /// <exception cref="OperationCanceledException">The write was taken back; nothing has been stored.</exception>
    Task SaveAsync(MigrationCommand command, CancellationToken cancellationToken);

    /// <summary>Every command for the migration, oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The commands cannot be read: their file is gone, damaged or locked.</exception>
    IReadOnlyList<MigrationCommand> Of(long migrationId);
}
