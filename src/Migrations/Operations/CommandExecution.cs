using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Monitoring;

namespace Migrations.Operations;

/// <summary>Takes one command one step further, and writes down how it stands.</summary>
public sealed partial class CommandExecution(
    LiveMigrations live, IMigrationStore store, ICommandStore commands, IMigrationDriver driver,
    MigrationsTelemetry telemetry, IOptions<MonitoringOptions> options, TimeProvider clock,
    AuditLog audit, ILogger<CommandExecution> logger)
{
    /// <summary>When the driver was last asked about a command that stays pending. Lost with the process, see <see cref="AskedAt"/>.</summary>
    private readonly ConcurrentDictionary<long, DateTimeOffset> _askedAt = new();

    /// <summary>Looks at the migration again and does what is due.</summary>
    /// <returns>Whether the command is settled.</returns>
    public async Task<bool> AdvanceAsync(MigrationCommand command, CancellationToken cancellationToken)
    {
        using var activity = MigrationsTelemetry.Source.StartActivity("command");
        activity?.SetTag("command.kind", command.Kind.WireName).SetTag("migration.id", command.MigrationId);

        var snapshot = live.Current;
        var current = snapshot.Find(command.ServerUuid, command.MigrationId);
        var ended = current is null ? store.Find(command.ServerUuid, command.MigrationId) : null;
        var server = snapshot.Servers.GetValueOrDefault(command.ServerUuid);
        return CommandStep.Next(command, current, ended, server, AskedAt(command)) switch
        {
            CommandStep.Settle settle => await SettleAsync(command, settle, cancellationToken),
            CommandStep.CancelQueued queued => await CancelAsync(command, queued.Migration, cancellationToken),
            CommandStep.Ask ask => await AskAsync(command, ask.Job, cancellationToken),
            _ => await GiveUpAsync(command, "The hypervisor has not been seen since it was asked.", cancellationToken),
        };
    }

    /// <summary>A command that an earlier run had started counts as asked then, so it is not repeated before a fresh sample.</summary>
    private DateTimeOffset? AskedAt(MigrationCommand command) =>
        _askedAt.TryGetValue(command.Id, out var asked) ? asked : command.StartedAt;

    private async Task<bool> AskAsync(MigrationCommand command, MigrationJob job, CancellationToken cancellationToken)
    {
        if (command.StartedAt is null)
            await commands.SaveAsync(command = command with { StartedAt = clock.GetUtcNow() }, cancellationToken);
        _askedAt[command.Id] = clock.GetUtcNow();
        LogStarted(command.Id, command.Kind.WireName, command.MigrationId);
        try
        {
            if (command.Kind == CommandKind.ForceComplete)
                return await SettleAsync(command, new(CommandOutcome.Done, "Done.",
                    await driver.ForceCompleteAsync(job, cancellationToken)), cancellationToken);
            await driver.AbortAsync(job, cancellationToken);
            return await SettleAsync(command, new(CommandOutcome.Done, "Done."), cancellationToken);
        }
        catch (MigrationDriverException e)
        {
            return e.Kind switch
            {
                DriverErrorKind.NoSuchJob or DriverErrorKind.NotYet or DriverErrorKind.TimedOut
                    or DriverErrorKind.Unreachable => await GiveUpAsync(command, e.Message, cancellationToken),
                _ => await SettleAsync(command, new(CommandOutcome.Refused, e.Message), cancellationToken),
            };
        }
    }

    private async Task<bool> CancelAsync(MigrationCommand command, LiveMigration queued, CancellationToken cancellationToken)
    {
        await live.UpdateAsync(snapshot => snapshot.Find(command.ServerUuid, command.MigrationId) is { } current
                                           && current.Record.Status == MigrationStatus.Queued
            ? new LiveChanges { Migrations = [MigrationMonitor.CancelQueued(current, command, clock.GetUtcNow())] }
            : LiveChanges.None, cancellationToken);
        if (live.Current.Find(command.ServerUuid, command.MigrationId) is not null)
            return false;

        var settled = await SettleAsync(command, new(CommandOutcome.Done, "Cancelled before it ran."), cancellationToken);
        telemetry.MigrationEnded(MigrationStatus.Cancelled);
        try
        {
            var job = new MigrationJob(queued.Record.JobId ?? "", queued.Record.ServerUuid, JobPhase.Queued);
            await driver.AbortAsync(job, cancellationToken);
        }
        catch (MigrationDriverException e)
        {
            LogPostponed(command.Id, e.Message);
        }
        return settled;
    }

    private async Task<bool> GiveUpAsync(MigrationCommand command, string reason, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() - command.RequestedAt >= options.Value.CommandPatience)
            return await SettleAsync(command, new(CommandOutcome.Unreachable, reason), cancellationToken);
        LogPostponed(command.Id, reason);
        return false;
    }

    private async Task<bool> SettleAsync(
        MigrationCommand command, CommandStep.Settle settle, CancellationToken cancellationToken)
    {
        var settled = command with
        {
            EndedAt = clock.GetUtcNow(),
            Outcome = settle.Outcome,
            Means = settle.Means,
            Reason = settle.Reason,
        };
        await commands.SaveAsync(settled, cancellationToken);
        _askedAt.TryRemove(command.Id, out _);
        telemetry.CommandSettled(command.Kind, settle.Outcome);
        audit.Settled(settled);
        return true;
    }

    [LoggerMessage(EventIds.CommandStarted, LogLevel.Information, "Command {CommandId}: {Kind} of migration {MigrationId} started")]
    private partial void LogStarted(long commandId, string kind, long migrationId);

    [LoggerMessage(EventIds.CommandPostponed, LogLevel.Debug, "Command {CommandId} stays pending: {Reason}")]
    private partial void LogPostponed(long commandId, string reason);
}
