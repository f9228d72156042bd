using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Operations;

namespace Migrations.Api.EventStreams.Editions;

/// <summary>Makes items of migrations in progress and over.</summary>
/// <remarks>
/// The commands of a migration in progress are remembered, because they are asked for in every pass. They are read again when the log
/// tells of one, and while one is pending. Remembering is for the one loop that makes editions.
/// </remarks>
internal sealed class StreamItems(IMigrationStore store, ICommandStore commands, IMigrationDriver driver, IOptions<EndingOptions> endings)
{
    private readonly Dictionary<long, IReadOnlyList<MigrationCommand>> _commands = [];

    public void Forget(IEnumerable<long> migrations)
    {
        foreach (var id in migrations)
            _commands.Remove(id);
    }

    public void ForgetAll() => _commands.Clear();

    /// <summary>The item of a migration in progress: the one before if it still shows the same.</summary>
    /// <returns>Null when the server is not known, as for show.</returns>
    public SharedItem? Of(LiveMigration known, LiveSnapshot snapshot, SharedItem? before, string? stale, long edition)
    {
        if (!snapshot.Servers.TryGetValue(known.Record.ServerUuid, out var server))
            return null;
        var given = RememberedCommands(known.Record.Id);
        var outlook = ForceCompleteOutlook.Of(known, server, driver.Capabilities);
        return before is not null && before.Shows(known, server, given, stale, outlook)
            ? before
            : new SharedItem(known, server, given, stale, outlook, EndingOutlook.Of(known, endings.Value), edition);
    }

    /// <summary>An event with its migration: the item of this edition, or what is stored of it when it is over.</summary>
    /// <returns>Null when the migration or its server is not known any more.</returns>
    public SharedEvent? Of(MigrationEvent told, IReadOnlyDictionary<long, SharedItem> shown, LiveSnapshot snapshot, long edition) =>
        (shown.GetValueOrDefault(told.MigrationId) ?? OfStored(told.ServerUuid, told.MigrationId, snapshot, edition)) is { } item
            ? new SharedEvent(told, item)
            : null;

    /// <summary>The item of a migration as it is stored. May be called from any thread.</summary>
    public SharedItem? OfStored(Migration record, LiveSnapshot snapshot, long edition) =>
        snapshot.Servers.TryGetValue(record.ServerUuid, out var server) && new LiveMigration(record) is var known
            ? new SharedItem(known, server, commands.Of(record.Id), null, ForceCompleteOutlook.Of(known, server, driver.Capabilities),
                EndingOutlook.Of(known, endings.Value), edition)
            : null;

    private SharedItem? OfStored(Guid serverUuid, long id, LiveSnapshot snapshot, long edition) =>
        store.Find(serverUuid, id) is { } record ? OfStored(record, snapshot, edition) : null;

    private IReadOnlyList<MigrationCommand> RememberedCommands(long migration)
    {
        if (_commands.TryGetValue(migration, out var known) && known.All(command => command.Outcome != CommandOutcome.Pending))
            return known;
        try
        {
            return _commands[migration] = commands.Of(migration);
        }
        catch (StoreUnavailableException)
        {
            return known ?? [];
        }
    }
}
