namespace Migrations.Operations;

/// <summary>Ends a migration that has not gone too far, leaving the server running at the source.</summary>
public sealed class Abort(CommandAcceptance acceptance)
{
    private const string Action = "abort live migration";

    /// <summary>Accepts the command, or says why not. The stored command then shows its outcome.</summary>
    /// <param name="beforeItRuns">Queued and preparing migrations may be aborted too.</param>
    /// <returns>Null when the command is accepted and stored, else why it is refused.</returns>
    /// <exception cref="StoreUnavailableException">
    /// The command has not been accepted, and will not be: the disk is full, or the store cannot be used for another reason.
    /// </exception>
    /// <exception cref="OperationCanceledException">The same, because the caller has given up before the write began.</exception>
    public async Task<MigrationFault?> RequestAsync(
        CommandRequest request, bool beforeItRuns, CancellationToken cancellationToken) =>
        CommandAcceptance.CheckLock(request.Server, request.IsAdministrator)
        ?? CommandAcceptance.CheckTask(request, Action)
        ?? acceptance.Find(request, FaultKind.NotFound, out var migration)
        ?? CheckStatus(migration!, beforeItRuns)
        ?? await acceptance.AcceptAsync(migration!, CommandKind.Abort, request.By, cancellationToken);

    private static MigrationFault? CheckStatus(Migration migration, bool beforeItRuns) =>
        migration.Status.CanAbort(beforeItRuns) ? null : MigrationFault.WrongStatus(migration, Action);
}
