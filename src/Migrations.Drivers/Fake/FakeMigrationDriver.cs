using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Drivers.Fake.Files;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake;

/// <summary>A simulated hypervisor: its servers and migrations move by themselves, as a scenario says.</summary>
public sealed class FakeMigrationDriver : IMigrationDriver
{
    private readonly FakeHypervisor _hypervisor;
    private readonly TimeProvider _clock;

    /// <exception cref="ScenarioException">The scenario or the saved world are wrong.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range.</exception>
    public FakeMigrationDriver(IOptions<FakeOptions> options, TimeProvider clock, ILogger<FakeMigrationDriver> logger)
        : this(FakeStart.Begin(ScenarioFile.Load(options.Value.Scenario), options.Value, clock, logger), clock)
    {
    }

    internal FakeMigrationDriver(FakeHypervisor hypervisor, TimeProvider clock)
    {
        _hypervisor = hypervisor;
        _clock = clock;
    }

    public DriverCapabilities Capabilities { get; } = new("fake");

    public Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken) =>
        AskAsync(HypervisorCall.ListServers, null, () => _hypervisor.World.ListServers(), cancellationToken);

    public Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken) =>
        AskAsync(HypervisorCall.ListJobs, null, () => _hypervisor.World.ListJobs(), cancellationToken);

    public Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken) =>
        AskAsync(HypervisorCall.GetStats, job.ServerUuid, () => _hypervisor.World.GetStats(job), cancellationToken);

    public Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken) =>
        AskAsync(HypervisorCall.GetEnd, serverUuid, () => _hypervisor.World.GetEnd(serverUuid, jobId), cancellationToken);

    public Task AbortAsync(MigrationJob job, CancellationToken cancellationToken) =>
        AskAsync(HypervisorCall.Abort, job.ServerUuid,
            () => _hypervisor.Change(world => (world.Abort(job), true)), cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken) =>
        AskAsync(HypervisorCall.ForceComplete, job.ServerUuid,
            () => _hypervisor.Change(world => world.ForceComplete(job)), cancellationToken);

    public Task WaitForNewsAsync(CancellationToken cancellationToken) =>
        AskAsync(HypervisorCall.WaitForNews, null, () => _hypervisor.WaitForNewsAsync(cancellationToken), cancellationToken)
            .Unwrap();

    private async Task<T> AskAsync<T>(
        HypervisorCall call, Guid? serverUuid, Func<T> ask, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_hypervisor.World.ScriptOf(call, serverUuid) is not { } script)
            return ask();
        var answer = AnswerAsync(script, ask);
        _ = answer.ContinueWith(static late => late.Exception, TaskScheduler.Default);
        return await answer.WaitAsync(cancellationToken);
    }

    /// <remarks>Cannot be cancelled: a hypervisor carries out what it was asked, even when the caller no longer waits.</remarks>
    private async Task<T> AnswerAsync<T>(ScriptedCall script, Func<T> ask)
    {
        var delay = script.Hang ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(script.DelayMilliseconds);
        await Task.Delay(delay, _clock, CancellationToken.None);
        return script.Error is { } kind
            ? throw new MigrationDriverException(kind, script.Message ?? $"the scenario says: {kind}")
            : ask();
    }
}
