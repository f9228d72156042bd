using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake;

/// <summary>Starts migrations in the world of a <see cref="FakeMigrationDriver"/>.</summary>
public sealed class FakeMigrationStarter : IMigrationStarter
{
    private readonly FakeHypervisor _hypervisor;
    private readonly FakeCalls _calls;
    private readonly TimeProvider _clock;

    internal FakeMigrationStarter(FakeHypervisor hypervisor, TimeProvider clock)
    {
        (_hypervisor, _calls, _clock) = (hypervisor, new FakeCalls(hypervisor, clock), clock);
        Destinations = [.. hypervisor.World.Destinations.Select(Describe)];
    }

    public string? CannotStart => null;

    public IReadOnlyList<Destination> Destinations { get; }

    public string JobIdOf(StartOrder order) => order.MigrationUuid.ToString();

    public async Task<Destination> CheckAsync(StartOrder order, CancellationToken cancellationToken)
    {
        var check = await _calls.AskAsync(
            HypervisorCall.CheckStart, order.ServerUuid, () => _hypervisor.World.Check(order), cancellationToken);
        await Task.Delay(check.Delay, _clock, cancellationToken);
        return check.Fit is { } fit ? Describe(fit) : throw new StartRefusedException(check.Refusal!);
    }

    public Task StartAsync(StartOrder order, Destination destination, CancellationToken cancellationToken) =>
        ChangeAsync(HypervisorCall.Start, order.ServerUuid,
            world => world.Start(order, JobIdOf(order), destination.Compute), cancellationToken);

    public Task SetMaxDowntimeAsync(MigrationJob job, TimeSpan downtime, CancellationToken cancellationToken) =>
        SteerAsync(HypervisorCall.SetMaxDowntime, job,
            terms => terms with { AllowedDowntimeMilliseconds = (int)Math.Clamp(downtime.TotalMilliseconds, 0, int.MaxValue) },
            cancellationToken);

    public Task SetBandwidthAsync(MigrationJob job, long mebibytesPerSecond, CancellationToken cancellationToken) =>
        SteerAsync(HypervisorCall.SetBandwidth, job,
            terms => terms with { LimitMiBPerSecond = Math.Max(1, mebibytesPerSecond) }, cancellationToken);

    private Task<bool> SteerAsync(HypervisorCall call, MigrationJob job, Func<JobTerms, JobTerms> change, CancellationToken cancellationToken) =>
        ChangeAsync(call, job.ServerUuid, world => world.Steer(job, change), cancellationToken);

    private Task<bool> ChangeAsync(HypervisorCall call, Guid server, Func<FakeWorld, FakeWorld> change, CancellationToken cancellationToken) =>
        _calls.AskAsync(call, server, () => _hypervisor.Change(world => (change(world), true)), cancellationToken);

    private static Destination Describe(ScenarioDestination destination) =>
        new(destination.Compute, destination.Node, destination.Host);
}
