using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Jobs;
using Migrations.Settings;

namespace Migrations.Drivers.Libvirt.Starts;

/// <summary>Begins migrations. Each has a call of its own, which lasts as long as the migration and is not waited for at the end of the service.</summary>
internal sealed class MigrationStarts(
    LibvirtOptions options, Func<Session> open, JobReader jobs, EvidenceStore evidence, DestinationChoice destinations, TimeProvider clock)
{
    /// <summary>How often is looked whether a migration has begun.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Returns when the copy has begun, or the job is over already. While libvirt prepares the destination it may still
    /// refuse, so that this is waited for; a job that prepares longer than the patience has begun.
    /// </summary>
    public async Task StartAsync(StartOrder order, Destination destination, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        evidence.Drop(order.ServerUuid);
        var call = new StartCall(order, destination, destinations.Find(destination), options, evidence);
        using var wanted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = MakeAsync(call, wanted.Token);
        while (!await EndsAsync(ended, cancellationToken))
        {
            var phase = await PhaseAsync(order.ServerUuid, cancellationToken);
            call.HasBegun = phase is not (null or JobPhase.Preparing);
            var isPatient = clock.GetElapsedTime(began) < options.StartPatience;
            if (call.HasBegun || (phase is not null && !isPatient))
                return;
            if (isPatient)
                continue;
            // A call that has not begun by now, because its connection is not open yet, never begins.
            await wanted.CancelAsync();
            throw new MigrationDriverException(DriverErrorKind.TimedOut, "libvirt has not begun the migration within "
                + $"{Duration.Format(options.StartPatience)} ({LibvirtOptions.Section}:{nameof(LibvirtOptions.StartPatience)}).");
        }

        await ended;
    }

    private Task<bool> MakeAsync(StartCall call, CancellationToken cancellationToken) =>
        ConnectionThreads.ActAloneAsync("start", options, open, clock, session =>
        {
            call.Make(session, cancellationToken);
            return true;
        }, cancellationToken);

    /// <summary>Whether the call ends before the next look.</summary>
    private async Task<bool> EndsAsync(Task ended, CancellationToken cancellationToken)
    {
        await Task.WhenAny(ended, Task.Delay(Look, clock, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return ended.IsCompleted;
    }

    /// <summary>Null without a job, and when libvirt does not tell.</summary>
    private async Task<JobPhase?> PhaseAsync(Guid server, CancellationToken cancellationToken)
    {
        try
        {
            return (await jobs.ReadAsync(server, cancellationToken))?.Phase;
        }
        catch (MigrationDriverException)
        {
            return null;
        }
    }
}
