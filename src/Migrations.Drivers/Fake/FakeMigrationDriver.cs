using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake;

/// <summary>A simulated hypervisor: its servers and migrations move by themselves, as a scenario says.</summary>
public sealed class FakeMigrationDriver : IMigrationDriver
{
    private readonly FakeHypervisor _hypervisor;
    private readonly FakeCalls _calls;

    internal FakeMigrationDriver(FakeHypervisor hypervisor, TimeProvider clock) =>
        (_hypervisor, _calls) = (hypervisor, new FakeCalls(hypervisor, clock));

    public DriverCapabilities Capabilities { get; } = new("fake");

    public Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken) =>
        _calls.AskAsync(HypervisorCall.ListServers, null, () => _hypervisor.World.ListServers(), cancellationToken);

    public Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken) =>
        _calls.AskAsync(HypervisorCall.ListJobs, null, () => _hypervisor.World.ListJobs(), cancellationToken);

    public Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _calls.AskAsync(HypervisorCall.GetStats, job.ServerUuid, () => _hypervisor.World.GetStats(job), cancellationToken);

    public Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken) =>
        _calls.AskAsync(HypervisorCall.GetEnd, serverUuid, () => _hypervisor.World.GetEnd(serverUuid, jobId), cancellationToken);

    public Task AbortAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _calls.AskAsync(HypervisorCall.Abort, job.ServerUuid,
            () => _hypervisor.Change(world => (world.Abort(job), true)), cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken) =>
        _calls.AskAsync(HypervisorCall.ForceComplete, job.ServerUuid,
            () => _hypervisor.Change(world => world.ForceComplete(job)), cancellationToken);

    public Task WaitForNewsAsync(CancellationToken cancellationToken) =>
        _calls.AskAsync(HypervisorCall.WaitForNews, null, () => _hypervisor.WaitForNewsAsync(cancellationToken), cancellationToken)
            .Unwrap();
}
