using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Operations;

/// <summary>The checks that both commands share, in Nova's order, and their acceptance.</summary>
public sealed class CommandAcceptance(
    LiveMigrations live, IMigrationStore store, ICommandStore commands, CommandSignal signal,
    IMigrationDriver driver, TimeProvider clock, AuditLog audit)
{
    internal static MigrationFault? CheckLock(Server server, bool isAdministrator) =>
        server.Locked && !isAdministrator ? MigrationFault.Locked(server) : null;

    internal static MigrationFault? CheckTask(CommandRequest request, string action) => request.Server.TaskState switch
    {
        ServerStates.Migrating => null,
        null => MigrationFault.InvalidState(request.ServerId, action),
        var other => MigrationFault.WrongState(request.ServerId, action, "task_state", other),
    };

    /// <summary>Finds the migration, in progress or over.</summary>
    internal MigrationFault? Find(CommandRequest request, FaultKind whenMissing, out Migration? migration)
    {
        migration = MigrationId.Parse(request.MigrationId) is { } id
            ? live.Current.Find(request.Server.Uuid, id)?.Record ?? store.Find(request.Server.Uuid, id)
            : null;
        return migration is null
            ? MigrationFault.NotFound(whenMissing, request.MigrationId, request.Server)
            : null;
    }

    /// <summary>Stores the command and wakes the runner; from here on it survives a crash.</summary>
    internal async Task<MigrationFault?> AcceptAsync(
        Migration migration, CommandKind kind, Requester by, CancellationToken cancellationToken)
    {
        if (driver.Capabilities.CannotCommand is { } reason)
            return MigrationFault.NotSupported(kind == CommandKind.Abort ? "abort live migration" : "force complete", reason);

        var command = await commands.AcceptAsync(new MigrationCommand
        {
            MigrationId = migration.Id,
            ServerUuid = migration.ServerUuid,
            Kind = kind,
            RequestedBy = by,
            RequestedAt = clock.GetUtcNow(),
        }, cancellationToken);
        audit.Accepted(command);
        if (command.PolicyText is { } text)
            audit.PolicyApplied(migration, text);
        signal.Wake();
        return null;
    }
}

/// <summary>A caller's request to force-complete or abort a migration.</summary>
/// <param name="Server">The server in the URL.</param>
/// <param name="ServerId">Its id as the caller wrote it; conflicts are reported with it.</param>
/// <param name="MigrationId">The migration's id as the caller wrote it.</param>
/// <param name="IsAdministrator">Administrators may command locked servers.</param>
public sealed record CommandRequest(
    Server Server, string ServerId, string MigrationId, Requester By, bool IsAdministrator);
