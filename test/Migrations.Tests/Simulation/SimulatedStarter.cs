using Migrations.Drivers;

namespace Migrations.Tests.Simulation;

/// <summary>The starter of one run of the service; answers as the plan says.</summary>
internal sealed class SimulatedStarter(
    SimulatedHypervisor hypervisor, SimulatedScheduler scheduler, SimulatedClock clock, Random random) : IMigrationStarter
{
    private static readonly Destination Elsewhere = new("elsewhere", "node elsewhere", "10.0.0.2");

    public string? CannotStart => null;

    public IReadOnlyList<Destination> Destinations => [Elsewhere];

    public string JobIdOf(StartOrder order) => hypervisor.StartedId(order);

    public Task<Destination> CheckAsync(StartOrder order, CancellationToken cancellationToken) =>
        AnswerAsync(() => Elsewhere, cancellationToken);

    public Task StartAsync(StartOrder order, Destination destination, CancellationToken cancellationToken) => AnswerAsync(() =>
    {
        hypervisor.Start(order);
        return destination;
    }, cancellationToken);

    public Task SetMaxDowntimeAsync(MigrationJob job, TimeSpan downtime, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetBandwidthAsync(MigrationJob job, long mebibytesPerSecond, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<Destination> AnswerAsync(Func<Destination> act, CancellationToken cancellationToken)
    {
        await scheduler.PauseAsync();
        switch (hypervisor.NextReply())
        {
            case StartReply.Done:
                var done = act();
                await scheduler.PauseAsync();
                return done;
            case StartReply.DoneLate:
                return await hypervisor.LaterAsync(TimeSpan.FromMilliseconds(random.Next(4000)), act);
            case StartReply.DoneUnheard:
                act();
                throw new MigrationDriverException(DriverErrorKind.TimedOut, "the answer was lost");
            case StartReply.Refused:
                throw new StartRefusedException(StartRefusal.NoValidHost("nobody has room"));
            case StartReply.Failed:
                throw new MigrationDriverException(DriverErrorKind.Failed, "it cannot be done");
            case StartReply.Unreachable:
                throw new MigrationDriverException(DriverErrorKind.Unreachable, "the hypervisor cannot be reached");
            case StartReply.TimedOut:
                throw new MigrationDriverException(DriverErrorKind.TimedOut, "the question was lost");
            case StartReply.Unexpected:
                throw new InvalidOperationException("nobody expects this");
            default:
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
                return Elsewhere;
        }
    }
}
