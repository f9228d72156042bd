using System.Globalization;
using Migrations.Live;
using Migrations.Operations;
using Migrations.Settings;

namespace Migrations.Endings;

/// <summary>Sets for one migration what holds in place of the settings; it is applied while the migration runs.</summary>
public sealed class SetEndingTerms(CommandAcceptance acceptance, LiveMigrations live, TimeProvider clock, AuditLog audit)
{
    public const string Action = "change its policy";

    /// <summary>Stores the terms, or says why not. Null in them gives the settings back their effect; a speed that was limited stays so.</summary>
    /// <returns>Null when the terms are stored, else why they are refused.</returns>
    /// <exception cref="StoreUnavailableException">Nothing has been stored, and nothing will be.</exception>
    /// <exception cref="OperationCanceledException">The same, because the caller has given up before the write began.</exception>
    public async Task<MigrationFault?> RequestAsync(CommandRequest request, EndingTerms terms, CancellationToken cancellationToken)
    {
        if (CommandAcceptance.CheckLock(request.Server, request.IsAdministrator) is { } locked)
            return locked;
        if (acceptance.Find(request, FaultKind.NotFound, out var found) is { } missing)
            return missing;
        var refusal = await StoreAsync(found!, terms, request.By, cancellationToken);
        if (refusal is null)
            audit.PolicyChanged(found!, request.By, Describe(terms));
        return refusal;
    }

    private async Task<MigrationFault?> StoreAsync(
        Migration migration, EndingTerms terms, Requester by, CancellationToken cancellationToken)
    {
        MigrationFault? refusal = null;
        await live.UpdateAsync(snapshot =>
        {
            var known = snapshot.Find(migration.ServerUuid, migration.Id);
            refusal = Check(known, migration);
            return refusal is not null ? LiveChanges.None : new LiveChanges
            {
                Migrations = [known! with { Start = known.Start! with { Terms = terms } }],
                Told = [PolicyEvent.Of(known, $"was set by user {by.UserId ?? AuditLog.Anonymous}, request {by.RequestId}: {Describe(terms)}", clock.GetUtcNow())],
            };
        }, cancellationToken);
        return refusal;
    }

    private static MigrationFault? Check(LiveMigration? known, Migration migration) => known switch
    {
        null => MigrationFault.WrongStatus(migration, Action),
        { Start: null } => MigrationFault.NotStartedHere(known.Record),
        _ => null,
    };

    private static string Describe(EndingTerms terms)
    {
        string?[] parts =
        [
            terms.Deadline is { } deadline ? deadline == TimeSpan.Zero ? "no deadline" : $"deadline {Duration.Format(deadline)}" : null,
            terms.Action is { } action ? $"then {action.WireName}" : null,
            terms.MaxDowntime is { } downtime ? $"pause {Duration.Format(downtime)}" : null,
            terms.MebibytesPerSecond is { } speed ? string.Create(CultureInfo.InvariantCulture, $"at most {speed} MiB/s") : null,
        ];
        return parts.All(part => part is null) ? "as the settings say" : string.Join(", ", parts.OfType<string>());
    }
}
