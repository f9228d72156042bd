using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Settings;

namespace Migrations.Operations;

/// <summary>Advances one command by one step, and stores the result.</summary>
public sealed partial class CommandExecution(
    LiveMigrations live, IMigrationStore store, ICommandStore commands, JoblessMigrations jobless, IMigrationDriver driver,
    MigrationsTelemetry telemetry, IOptions<CommandOptions> options, TimeProvider clock,
    AuditLog audit, ILogger<CommandExecution> logger)
{
    private const string Unanswered = "The hypervisor has been asked, and has not answered yet.";

    /// <summary>Decides the next step from the latest snapshot, and takes it. An unexpected failure postpones the command like any other.</summary>
    /// <returns>Whether the command is settled.</returns>
    /// <exception cref="StoreUnavailableException">The state of the command could not be stored.</exception>
    internal async Task<bool> AdvanceAsync(PendingCommand command, CancellationToken cancellationToken)
    {
        using var activity = Traces.Source.StartActivity("command");
        activity?.SetTag("command.kind", command.Row.Kind.WireName).SetTag("migration.id", command.Row.MigrationId);
        try
        {
            return Next(command) switch
            {
                CommandStep.Settle settle => await SettleAsync(command, settle, cancellationToken),
                CommandStep.Ask ask => await AskAsync(command, ask.Job, cancellationToken),
                CommandStep.Withdraw => await WithdrawAsync(command, cancellationToken),
                var wait => await PostponeAsync(command,
                    (wait as CommandStep.Wait)?.Because ?? command.Because ?? "The command was sent; no later reading has shown its effect yet.", cancellationToken),
            };
        }
        catch (Exception e) when (e is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
        {
            if (!command.FailureIsLogged)
                LogFailed(e, command.Row.Id);
            command.FailureIsLogged = true;
            return await PostponeAsync(command, $"It failed unexpectedly: {e.Message}", cancellationToken);
        }
    }

    private CommandStep Next(PendingCommand command)
    {
        var (row, snapshot) = (command.Row, live.Current);
        var current = snapshot.Find(row.ServerUuid, row.MigrationId);
        var ended = current is null ? store.Find(row.ServerUuid, row.MigrationId) : null;
        return CommandStep.Next(row, current, ended, snapshot.Servers.GetValueOrDefault(row.ServerUuid), command.AskedAt);
    }

    /// <summary>Says before it acts that it does, so that a command which has been carried out is known for that after a crash.</summary>
    private async Task BeginAsync(PendingCommand command, CancellationToken cancellationToken)
    {
        if (command.Row.StartedAt is not null)
            return;
        await SaveAsync(command, command.Row with { StartedAt = clock.GetUtcNow(), Reason = Unanswered }, cancellationToken);
        LogStarted(command.Row.Id, command.Row.Kind.WireName, command.Row.MigrationId);
    }

    /// <remarks>The runner of starts may be about to tell the hypervisor to begin; whoever is stored first, wins.</remarks>
    private async Task<bool> WithdrawAsync(PendingCommand command, CancellationToken cancellationToken)
    {
        await BeginAsync(command, cancellationToken);
        var isWithdrawn = await jobless.ChangeAsync(command.Row.ServerUuid, command.Row.MigrationId,
            (_, known) => known.Start?.CalledAt is null ? StartMonitor.Withdraw(known, command.Row.RequestedBy, clock.GetUtcNow()) : null,
            cancellationToken);
        return isWithdrawn
            ? await SettleAsync(command, new CommandStep.Settle(CommandOutcome.Done, "The migration was withdrawn before it was begun."), cancellationToken)
            : await PostponeAsync(command, "The migration has just been begun.", cancellationToken);
    }

    private async Task<bool> AskAsync(PendingCommand command, MigrationJob job, CancellationToken cancellationToken)
    {
        await BeginAsync(command, cancellationToken);
        try
        {
            var means = await CarryOutAsync(command, job, cancellationToken);
            return await SettleAsync(command, CommandStep.Settle.Done(means), cancellationToken);
        }
        catch (MigrationDriverException e) when (e.Kind is DriverErrorKind.NoSuchJob or DriverErrorKind.NotYet
            or DriverErrorKind.TimedOut or DriverErrorKind.Unreachable)
        {
            return await PostponeAsync(command, e.Message, cancellationToken);
        }
        catch (MigrationDriverException e)
        {
            return await SettleAsync(command, new CommandStep.Settle(CommandOutcome.Refused, e.Message), cancellationToken);
        }
    }

    private async Task<ForceCompleteMeans?> CarryOutAsync(
        PendingCommand command, MigrationJob job, CancellationToken cancellationToken)
    {
        command.Try(clock.GetUtcNow());
        try
        {
            if (command.Row.Kind == CommandKind.ForceComplete)
                return await driver.ForceCompleteAsync(job, cancellationToken);
            await driver.AbortAsync(job, cancellationToken);
            return null;
        }
        finally
        {
            command.AskedAt = clock.GetTimestamp();
        }
    }

    /// <summary>Leaves the command pending and says why, unless that has taken too long.</summary>
    private async Task<bool> PostponeAsync(PendingCommand command, string reason, CancellationToken cancellationToken)
    {
        if (command.Waited >= options.Value.CommandPatience)
            return await SettleAsync(command, new CommandStep.Settle(CommandOutcome.Unreachable, GivenUp(command, reason)), cancellationToken);
        LogPostponed(command.Row.Id, reason);
        if (!command.IsSaid(reason))
        {
            await SaveAsync(command, command.Row with { Reason = $"{command.Tried}{reason}" }, cancellationToken);
            command.Said(reason);
        }
        return false;
    }

    private string GivenUp(PendingCommand command, string reason) => $"Given up after {Duration.Format(options.Value.CommandPatience)} "
        + $"({CommandOptions.Section}:{nameof(CommandOptions.CommandPatience)}). {command.Tried}{reason}";

    private async Task<bool> SettleAsync(
        PendingCommand command, CommandStep.Settle settle, CancellationToken cancellationToken)
    {
        await SaveAsync(command, command.Row with
        {
            EndedAt = clock.GetUtcNow(),
            Outcome = settle.Outcome,
            Means = settle.Means,
            Reason = settle.Reason,
        }, cancellationToken);
        telemetry.CommandSettled(command.Row.Kind, settle.Outcome);
        audit.Settled(command.Row);
        return true;
    }

    private async Task SaveAsync(PendingCommand command, MigrationCommand row, CancellationToken cancellationToken)
    {
        await commands.SaveAsync(row, cancellationToken);
        command.Row = row;
    }

    [LoggerMessage(EventIds.CommandStarted, LogLevel.Information, "Command {CommandId}: {Kind} of migration {MigrationId} started")]
    private partial void LogStarted(long commandId, string kind, long migrationId);

    [LoggerMessage(EventIds.CommandPostponed, LogLevel.Debug, "Command {CommandId} stays pending: {Reason}")]
    private partial void LogPostponed(long commandId, string reason);

    [LoggerMessage(EventIds.CommandFailed, LogLevel.Error, "Command {CommandId} failed unexpectedly; it is tried again")]
    private partial void LogFailed(Exception exception, long commandId);
}
