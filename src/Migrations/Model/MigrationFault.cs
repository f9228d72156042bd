namespace Migrations.Model;

/// <summary>Why a call was refused: what kind of mistake, and the text that Nova's clients print.</summary>
public sealed record MigrationFault(FaultKind Kind, string Message)
{
    public static MigrationFault ServerNotFound(string serverId) =>
        new(FaultKind.NotFound, $"Instance {serverId} could not be found.");

    public static MigrationFault NotInProgress(string migrationId, string serverId) =>
        new(FaultKind.NotFound, $"Live migration {migrationId} for server {serverId} is not in progress.");

    public static MigrationFault InProgressNotFound(string migrationId, string serverId) =>
        new(FaultKind.NotFound, $"In-progress live migration {migrationId} is not found for server {serverId}.");

    /// <summary>A command for a migration that the server does not have; which kind it is depends on the command.</summary>
    public static MigrationFault NotFound(FaultKind kind, string migrationId, Server server) =>
        new(kind, $"Migration {migrationId} not found for instance {server.Uuid}");

    public static MigrationFault WrongStatus(Migration migration, string action) =>
        new(FaultKind.BadRequest,
            $"Migration {migration.Id} state of instance {migration.ServerUuid} is {migration.Status.WireName}. "
            + $"Cannot {action} while the migration is in this state.");

    public static MigrationFault Locked(Server server) =>
        new(FaultKind.Conflict, $"Instance {server.Uuid} is locked");

    public static MigrationFault WrongState(string serverId, string action, string attribute, string state) =>
        new(FaultKind.Conflict, $"Cannot '{action}' instance {serverId} while it is in {attribute} {state}");

    public static MigrationFault InvalidState(string serverId, string action) =>
        new(FaultKind.Conflict, $"Instance {serverId} is in an invalid state for '{action}'");

    public static MigrationFault NotSupported(string action, string reason) =>
        new(FaultKind.BadRequest, $"Cannot {action}: {reason}");
}

/// <summary>The kinds of refusal; the host maps each to a status code.</summary>
public enum FaultKind
{
    BadRequest,
    NotFound,
    Conflict,
}
