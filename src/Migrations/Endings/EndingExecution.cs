using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Operations;
using Migrations.Settings;

namespace Migrations.Endings;

/// <summary>Does what the policy of one migration says is due, and tells of it.</summary>
public sealed partial class EndingExecution(
    LiveMigrations live, ICommandStore commands, CommandAcceptance acceptance, IMigrationStarter starter,
    IOptions<EndingOptions> options, TimeProvider clock, AuditLog audit, ILogger<EndingExecution> logger)
{
    /// <summary>Takes every step that is due. One that fails is tried again after the next pass; a failure of the store is reported there.</summary>
    internal async Task AdvanceAsync(LiveMigration known, SteeredMigration steered, CancellationToken cancellationToken)
    {
        try
        {
            await TakeStepsAsync(known, steered, cancellationToken);
        }
        catch (Exception e) when (e is StoreUnavailableException || cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            if (!steered.FailureIsLogged)
                LogFailed(known.Record.Id, known.Record.ServerUuid, e.Message, e is MigrationDriverException ? null : e);
            steered.FailureIsLogged = true;
        }
    }

    private async Task TakeStepsAsync(LiveMigration known, SteeredMigration steered, CancellationToken cancellationToken)
    {
        if (EndingPolicy.Of(known, options.Value) is not { } policy || known.Stats is not { Elapsed: { } elapsed, Phase: var phase })
            return;
        var due = policy.Next(elapsed, phase, known.Forecast.Verdict);
        // First the end: a call that fails must not put it off.
        if (due.End is { } end && !steered.IsEnded)
            await EndAsync(known.Record, policy, end, steered, cancellationToken);
        else if (due.Downtime is { } step)
            await SteerAsync(known, policy, step, steered, cancellationToken);
    }

    private async Task EndAsync(
        Migration record, EndingPolicy policy, CommandKind end, SteeredMigration steered, CancellationToken cancellationToken)
    {
        if (!commands.Of(record.Id).Any(command => command.RequestedBy.Because is not null))
            await acceptance.AcceptAsync(record, end, Requester.Policy(record.ProjectId, policy.EndBecause), cancellationToken);
        steered.IsEnded = true;
    }

    private async Task SteerAsync(
        LiveMigration known, EndingPolicy policy, DowntimeStep step, SteeredMigration steered, CancellationToken cancellationToken)
    {
        if (policy.MebibytesPerSecond is { } speed && speed != steered.MebibytesPerSecond)
        {
            await starter.SetBandwidthAsync(known.Job, speed, cancellationToken);
            steered.MebibytesPerSecond = speed;
        }
        if (known.Start!.AllowedDowntime == step.Downtime)
            return;
        await starter.SetMaxDowntimeAsync(known.Job, step.Downtime, cancellationToken);
        var text = $"allows a pause of {Duration.Format(step.Downtime)}: {step.Because}";
        await live.UpdateAsync(snapshot => Allowed(snapshot, known.Record, step, text), cancellationToken);
        audit.PolicyApplied(known.Record, text);
    }

    private LiveChanges Allowed(LiveSnapshot snapshot, Migration record, DowntimeStep step, string text) =>
        snapshot.Find(record.ServerUuid, record.Id) is not { Start: { } start } latest ? LiveChanges.None : new LiveChanges
        {
            Migrations = [latest with { Start = start with { AllowedDowntime = step.Downtime } }],
            Told = [PolicyEvent.Of(latest, text, clock.GetUtcNow())],
        };

    [LoggerMessage(EventIds.PolicyFailed, LogLevel.Warning,
        "The policy of migration {MigrationId} of server {Server} cannot be applied; it is tried again after each pass: {Reason}")]
    private partial void LogFailed(long migrationId, Guid server, string reason, Exception? exception);
}
