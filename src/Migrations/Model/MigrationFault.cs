namespace Migrations.Model;

/// <summary>Why a call was refused: what kind of mistake, and the text that Nova's clients print.</summary>
/// <remarks>Each text is Nova's own, from the file and the class or function that its summary names.</remarks>
public sealed record MigrationFault(FaultKind Kind, string Message)
{
    /// <summary>nova/exception.py, InstanceNotFound.</summary>
    public static MigrationFault ServerNotFound(string serverId) =>
        new(FaultKind.NotFound, $"Instance {serverId} could not be found.");

    /// <summary>nova/api/openstack/compute/server_migrations.py, show, of a migration that is over.</summary>
    public static MigrationFault NotInProgress(string migrationId, string serverId) =>
        new(FaultKind.NotFound, $"Live migration {migrationId} for server {serverId} is not in progress.");

    /// <summary>nova/api/openstack/compute/server_migrations.py, show, of a migration that the server does not have.</summary>
    public static MigrationFault InProgressNotFound(string migrationId, string serverId) =>
        new(FaultKind.NotFound, $"In-progress live migration {migrationId} is not found for server {serverId}.");

    /// <summary>nova/exception.py, MigrationNotFoundForInstance: a command for a migration that the server does not have.</summary>
    /// <param name="kind">Depends on the command.</param>
    public static MigrationFault NotFound(FaultKind kind, string migrationId, Server server) =>
        new(kind, $"Migration {migrationId} not found for instance {server.Uuid}");

    /// <summary>nova/exception.py, InvalidMigrationState.</summary>
    public static MigrationFault WrongStatus(Migration migration, string action) =>
        new(FaultKind.BadRequest,
            $"Migration {migration.Id} state of instance {migration.ServerUuid} is {migration.Status.WireName}. "
            + $"Cannot {action} while the migration is in this state.");

    /// <summary>A fault of this service only, worded like the others: Nova has no policy for a single migration.</summary>
    public static MigrationFault NotStartedHere(Migration migration) =>
        new(FaultKind.Conflict,
            $"Migration {migration.Id} of instance {migration.ServerUuid} was not started by this service, so it has no policy.");

    /// <summary>nova/exception.py, InstanceIsLocked.</summary>
    public static MigrationFault Locked(Server server) =>
        new(FaultKind.Conflict, $"Instance {server.Uuid} is locked");

    /// <summary>nova/api/openstack/common.py, raise_http_conflict_for_instance_invalid_state.</summary>
    public static MigrationFault WrongState(string serverId, string action, string attribute, string state) =>
        new(FaultKind.Conflict, $"Cannot '{action}' instance {serverId} while it is in {attribute} {state}");

    /// <summary>The same function, for a server without that attribute.</summary>
    public static MigrationFault InvalidState(string serverId, string action) =>
        new(FaultKind.Conflict, $"Instance {serverId} is in an invalid state for '{action}'");

    /// <summary>nova/exception.py, ComputeHostNotFound.</summary>
    public static MigrationFault HostNotFound(string host) =>
        new(FaultKind.BadRequest, $"Compute host {host} could not be found.");

    /// <summary>A fault of this service only, worded like the others: Nova has no hypervisor that refuses all commands.</summary>
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
