using Migrations.Api.Calls;
using Migrations.Api.OpenApi;

namespace Migrations.Api.ServerMigrations;

/// <summary>Refusals of a command, for the API document.</summary>
internal static class CommandRefusals
{
    public static Refusal Locked =>
        Refusal.Of("The server is locked, and the caller is not administrator", MigrationFault.Locked(Sample.Server));

    public static Refusal NoMigration(FaultKind kind) =>
        Refusal.Of("The server has no such migration", MigrationFault.NotFound(kind, Sample.MigrationId, Sample.Server));

    public static IEnumerable<Refusal> OfTask(string action) =>
    [
        Refusal.Of("The server is not being migrated", MigrationFault.InvalidState(Sample.ServerId, action)),
        Refusal.Of("Something else is done to the server",
            MigrationFault.WrongState(Sample.ServerId, action, "task_state", "resize_migrating")),
    ];

    public static IEnumerable<Refusal> OfStatus(string action) =>
    [
        Refusal.Of("The migration's status does not allow it", MigrationFault.WrongStatus(Sample.Completed, action)),
        Refusal.Of("The hypervisor takes no commands", MigrationFault.NotSupported(action, "the connection is read-only.")),
    ];
}
