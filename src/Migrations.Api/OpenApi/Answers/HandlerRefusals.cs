using Migrations.Api.OpenApi.Examples;
using Migrations.Api.Policies;
using Migrations.Api.Servers;

namespace Migrations.Api.OpenApi.Answers;

/// <summary>What each call's handler refuses, in the order of its checks.</summary>
internal static class HandlerRefusals
{
    private const string Id = "41";
    private static readonly string Server = Sample.Server.Uuid.ToString();

    private static readonly Refusal NoServer =
        Refusal.Of("There is no such server, or it is another project's", MigrationFault.ServerNotFound(Server));

    public static IEnumerable<Refusal> Of(string? operation) => operation switch
    {
        "listServers" or "listServersDetailed" => [new("The name is not a regular expression", ListServers.NotAPattern("["))],
        "showServer" => [NoServer],
        "listServerMigrations" => [NoServer, Denied(PolicyRules.List)],
        "showServerMigration" =>
        [
            NoServer, Denied(PolicyRules.Show),
            Refusal.Of("The server has no such migration", MigrationFault.InProgressNotFound(Id, Server)),
            Refusal.Of("The migration is over, or has not begun", MigrationFault.NotInProgress(Id, Server)),
        ],
        "showServerMigrationProgress" => [NoServer, Denied(PolicyRules.Show), NoMigration(FaultKind.NotFound)],
        "forceCompleteServerMigration" =>
        [
            NoServer, Denied(PolicyRules.ForceComplete), Locked,
            Refusal.Of("The server is not active", MigrationFault.WrongState(Server, "force_complete", "vm_state", "paused")),
            .. Tasks("force_complete"),
            NoMigration(FaultKind.BadRequest),
            .. Statuses("force complete"),
        ],
        "abortServerMigration" =>
        [
            NoServer, Denied(PolicyRules.Abort), Locked, .. Tasks("abort live migration"),
            NoMigration(FaultKind.NotFound),
            .. Statuses("abort live migration"),
        ],
        "listMigrations" => [Denied(PolicyRules.History), .. HistoryRefusals.All],
        _ => [],
    };

    private static Refusal Locked =>
        Refusal.Of("The server is locked, and the caller is not administrator", MigrationFault.Locked(Sample.Server));

    private static Refusal Denied(string rule) => new("The policy denies it", PolicyFaults.Denied(rule));

    private static Refusal NoMigration(FaultKind kind) =>
        Refusal.Of("The server has no such migration", MigrationFault.NotFound(kind, Id, Sample.Server));

    private static IEnumerable<Refusal> Tasks(string action) =>
    [
        Refusal.Of("The server is not being migrated", MigrationFault.InvalidState(Server, action)),
        Refusal.Of("Something else is done to the server",
            MigrationFault.WrongState(Server, action, "task_state", "resize_migrating")),
    ];

    private static IEnumerable<Refusal> Statuses(string action) =>
    [
        Refusal.Of("The migration's status does not allow it", MigrationFault.WrongStatus(Sample.Completed, action)),
        Refusal.Of("The hypervisor takes no commands", MigrationFault.NotSupported(action, "the connection is read-only.")),
    ];
}
