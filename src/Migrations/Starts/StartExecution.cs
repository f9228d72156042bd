using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Settings;

namespace Migrations.Starts;

/// <summary>Takes a migration that has no job yet one step further, and stores the result.</summary>
public sealed partial class StartExecution(
    LiveMigrations live, JoblessMigrations migrations, IMigrationStarter starter, AwaitedStarts awaited,
    IOptions<StartOptions> options, IOptions<CommandOptions> patience, TimeProvider clock, ILogger<StartExecution> logger)
{
    /// <summary>Decides the next step from the latest snapshot, and takes it.</summary>
    /// <returns>Whether the next step may follow at once.</returns>
    /// <exception cref="StoreUnavailableException">The step could not be stored.</exception>
    internal async Task<bool> AdvanceAsync(PendingStart pending, CancellationToken cancellationToken)
    {
        using var activity = Traces.Source.StartActivity("start");
        activity?.SetTag("migration.id", pending.MigrationId);
        if (pending.Unstored is null)
            await StepAsync(pending, cancellationToken);
        return pending.Unstored is { } answer && await StoreAsync(pending, answer, cancellationToken);
    }

    private async Task StepAsync(PendingStart pending, CancellationToken cancellationToken)
    {
        var snapshot = live.Current;
        if (snapshot.Find(pending.Order.ServerUuid, pending.MigrationId) is not { AwaitsItsJob: true, Start: { } start } known)
            return;
        var isOverdue = start.CalledAt is not null && pending.IsOverdue(snapshot.SeenAt);
        switch (StartStep.Next(snapshot, known, options.Value.MaxConcurrent, isOverdue))
        {
            case StartStep.Check:
                pending.Unstored = await CheckAsync(pending, cancellationToken);
                break;
            case StartStep.Call when await StoreCallAsync(pending, cancellationToken):
                pending.Unstored = await CallAsync(pending, DestinationOf(known.Record), cancellationToken);
                break;
            case StartStep.PresumeOver:
                LogPresumedOver(pending.MigrationId);
                pending.Unstored = Adopted(pending);
                break;
        }
    }

    /// <returns>Null when it is to be tried again.</returns>
    private async Task<StartAnswer?> CheckAsync(PendingStart pending, CancellationToken cancellationToken)
    {
        try
        {
            var destination = await starter.CheckAsync(pending.Order, cancellationToken);
            pending.Reach();
            return new StartAnswer((known, now) => StartMonitor.Queue(known, destination, now)) { IsResultOfCheck = true };
        }
        catch (StartRefusedException e)
        {
            return Refused(e.Refusal);
        }
        catch (MigrationDriverException e) when (e.Kind is DriverErrorKind.Denied or DriverErrorKind.Failed)
        {
            return Refused(StartRefusal.HypervisorGone(e.Message));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NoteUnexpected(pending, e);
            return IsGivenUp(pending, e.Message, out var reason) ? Refused(StartRefusal.HypervisorGone(reason)) : null;
        }
    }

    /// <summary>Only when this is stored may the hypervisor be told: from then on, there may be a job.</summary>
    private Task<bool> StoreCallAsync(PendingStart pending, CancellationToken cancellationToken) => migrations.ChangeAsync(
        pending.Order.ServerUuid, pending.MigrationId,
        (snapshot, known) => StartStep.Next(snapshot, known, options.Value.MaxConcurrent, isOverdue: false) is StartStep.Call
            ? StartMonitor.Call(known, clock.GetUtcNow())
            : null,
        cancellationToken);

    /// <returns>Null when there may be a job later.</returns>
    private async Task<StartAnswer?> CallAsync(PendingStart pending, Destination destination, CancellationToken cancellationToken)
    {
        try
        {
            await starter.StartAsync(pending.Order, destination, cancellationToken);
            return Adopted(pending);
        }
        catch (StartRefusedException e)
        {
            return Ended(MigrationStatus.Error, e.Refusal.Details);
        }
        catch (MigrationDriverException e) when (e.Kind is DriverErrorKind.Denied or DriverErrorKind.Failed)
        {
            return Ended(MigrationStatus.Failed, e.Message);
        }
        catch (MigrationDriverException e) when (e.Kind is DriverErrorKind.Unreachable)
        {
            return IsGivenUp(pending, e.Message, out var reason)
                ? Ended(MigrationStatus.Error, reason)
                : new StartAnswer((known, _) => StartMonitor.TakeBackCall(known)) { IsTriedAgain = true };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NoteUnexpected(pending, e);
            LogUnclear(pending.MigrationId, e.Message);
            return null;
        }
    }

    private async Task<bool> StoreAsync(PendingStart pending, StartAnswer answer, CancellationToken cancellationToken)
    {
        var isStored = await migrations.ChangeAsync(pending.Order.ServerUuid, pending.MigrationId,
            (_, known) => answer.Change(known, clock.GetUtcNow()), cancellationToken);
        pending.Unstored = null;
        if (answer.IsResultOfCheck)
            awaited.Tell(pending.Order.MigrationUuid, isStored ? answer.Refusal : null);
        return !answer.IsTriedAgain;
    }

    private bool IsGivenUp(PendingStart pending, string because, out string reason)
    {
        LogPostponed(pending.MigrationId, because);
        reason = $"Given up after {Duration.Format(patience.Value.CommandPatience)} "
            + $"({CommandOptions.Section}:{nameof(CommandOptions.CommandPatience)}). {because}";
        return pending.TryInVain() >= patience.Value.CommandPatience;
    }

    private StartAnswer Adopted(PendingStart pending)
    {
        var jobId = starter.JobIdOf(pending.Order);
        return new StartAnswer((known, now) => StartMonitor.Adopt(known, jobId, now));
    }

    private static StartAnswer Refused(StartRefusal refusal) =>
        Ended(MigrationStatus.Error, refusal.Details) with { IsResultOfCheck = true, Refusal = refusal };

    private static StartAnswer Ended(MigrationStatus status, string reason) =>
        new((known, now) => StartMonitor.End(known, status, reason, now));

    private static Destination DestinationOf(Migration record) => new(record.DestCompute!, record.DestNode, record.DestHost);

    private void NoteUnexpected(PendingStart pending, Exception failure)
    {
        if (failure is MigrationDriverException || pending.FailureIsLogged)
            return;
        pending.FailureIsLogged = true;
        LogFailed(failure, pending.MigrationId);
    }

    [LoggerMessage(EventIds.StartPostponed, LogLevel.Debug, "The start of migration {MigrationId} is tried again: {Reason}")]
    private partial void LogPostponed(long migrationId, string reason);

    [LoggerMessage(EventIds.StartUnclear, LogLevel.Warning,
        "Whether migration {MigrationId} was started is not known; its job is looked for. {Reason}")]
    private partial void LogUnclear(long migrationId, string reason);

    [LoggerMessage(EventIds.StartPresumedOver, LogLevel.Warning,
        "Migration {MigrationId} may have been started, and has no job; how it ended is found out")]
    private partial void LogPresumedOver(long migrationId);

    [LoggerMessage(EventIds.StartFailed, LogLevel.Error, "The start of migration {MigrationId} failed unexpectedly")]
    private partial void LogFailed(Exception exception, long migrationId);
}
