namespace Migrations.Operations;

/// <summary>Makes a running migration complete, at the price of a pause or of post-copy.</summary>
public sealed class ForceComplete(CommandAcceptance acceptance)
{
    private const string Action = "force_complete";

    /// <summary>Accepts the command, or says why not. The stored command then shows its outcome.</summary>
    /// <returns>Null when the command is accepted and stored, else why it is refused.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The command has not been accepted, and will not be: the disk is full, or the store cannot be used for another reason.
    /// </exception>
    /// <exception cref="OperationCanceledException">The same, because the caller has given up before the write began.</exception>
    public async Task<MigrationFault?> RequestAsync(CommandRequest request, CancellationToken cancellationToken) =>
        CommandAcceptance.CheckLock(request.Server, request.IsAdministrator)
        ?? CheckState(request)
        ?? CommandAcceptance.CheckTask(request, Action)
        ?? acceptance.Find(request, FaultKind.BadRequest, out var migration)
        ?? CheckStatus(migration!)
        ?? await acceptance.AcceptAsync(migration!, CommandKind.ForceComplete, request.By, cancellationToken);

    private static MigrationFault? CheckState(CommandRequest request) => request.Server.State == ServerState.Active
        ? null
        : MigrationFault.WrongState(request.ServerId, Action, "vm_state", request.Server.State.WireName);

    private static MigrationFault? CheckStatus(Migration migration) =>
        migration.Status.CanForceComplete ? null : MigrationFault.WrongStatus(migration, "force complete");
}
