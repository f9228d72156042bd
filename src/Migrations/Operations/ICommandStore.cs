namespace Migrations.Operations;

/// <summary>Where accepted commands outlive the process. Calls are short, block, and may come from any thread.</summary>
public interface ICommandStore
{
    /// <summary>Stores a new command, unless one of the same kind is pending for the migration.</summary>
    /// <returns>The stored command, or the pending one: a repeat is the same command.</returns>
    MigrationCommand Accept(MigrationCommand command);

    /// <summary>Every pending command, oldest first.</summary>
    IReadOnlyList<MigrationCommand> Pending();

    /// <summary>Stores when the command was started, or how it ended.</summary>
    void Save(MigrationCommand command);

    /// <summary>Every command for the migration, oldest first.</summary>
    IReadOnlyList<MigrationCommand> Of(long migrationId);
}
