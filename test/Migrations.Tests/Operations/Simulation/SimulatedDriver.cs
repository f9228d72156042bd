using Migrations.Drivers;

namespace Migrations.Tests.Operations.Simulation;

/// <summary>The driver of one run of the service; answers as the plan says.</summary>
internal sealed class SimulatedDriver(
    SimulatedHypervisor hypervisor, SimulatedScheduler scheduler, SimulatedClock clock, Random random) : IMigrationDriver
{
    public DriverCapabilities Capabilities { get; } = new("simulated");

    public Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<Server>>(
        () => [.. hypervisor.Jobs.Where(job => job.End is not { Result: JobResult.Completed }).Select(job => job.Server())]);

    public Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<MigrationJob>>(
        () => [.. hypervisor.Jobs.Where(job => job.Exists).Select(job => job.Listed())]);

    public Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken) =>
        ReadAsync(() => hypervisor.Find(job).Read());

    public Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken) => ReadAsync(() =>
        hypervisor.Jobs.Single(job => job.Id == jobId).End
        ?? throw new MigrationDriverException(DriverErrorKind.NotYet, "the job has not ended"));

    public Task AbortAsync(MigrationJob job, CancellationToken cancellationToken) =>
        CommandAsync(CommandKind.Abort, job, cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken) =>
        CommandAsync(CommandKind.ForceComplete, job, cancellationToken);

    public Task WaitForNewsAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);

    private async Task<T> ReadAsync<T>(Func<T> read)
    {
        await scheduler.PauseAsync();
        switch (hypervisor.NextReading())
        {
            case ReadingAnswer.Unreachable when random.Next(2) == 0:
                throw new MigrationDriverException(DriverErrorKind.Unreachable, "the hypervisor cannot be reached");
            case ReadingAnswer.Late when random.Next(2) == 0:
                var stale = read();
                return await hypervisor.LaterAsync(UpTo(1500), () => stale);
            default:
                var answer = read();
                await scheduler.PauseAsync();
                return answer;
        }
    }

    private async Task<ForceCompleteMeans> CommandAsync(CommandKind kind, MigrationJob job, CancellationToken cancellationToken)
    {
        await scheduler.PauseAsync();
        switch (hypervisor.NextAnswer())
        {
            case CommandAnswer.Done:
                var means = hypervisor.CarryOut(kind, job);
                await scheduler.PauseAsync();
                return means;
            case CommandAnswer.DoneLate:
                return await hypervisor.LaterAsync(UpTo(4000), () => hypervisor.CarryOut(kind, job));
            case CommandAnswer.DoneUnheard:
                hypervisor.CarryOut(kind, job);
                throw new MigrationDriverException(DriverErrorKind.TimedOut, "the answer was lost");
            case CommandAnswer.NotYet:
                throw new MigrationDriverException(DriverErrorKind.NotYet, "it is too early");
            case CommandAnswer.Refused:
                throw new MigrationDriverException(DriverErrorKind.Refused, "it will not be done");
            case CommandAnswer.Unreachable:
                throw new MigrationDriverException(DriverErrorKind.Unreachable, "the hypervisor cannot be reached");
            case CommandAnswer.TimedOut:
                throw new MigrationDriverException(DriverErrorKind.TimedOut, "the question was lost");
            case CommandAnswer.Unexpected:
                throw new InvalidOperationException("nobody expects this");
            default:
                await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
                return default;
        }
    }

    private TimeSpan UpTo(int milliseconds) => TimeSpan.FromMilliseconds(random.Next(milliseconds));
}
