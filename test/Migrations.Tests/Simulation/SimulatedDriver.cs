using Migrations.Drivers;

namespace Migrations.Tests.Simulation;

/// <summary>The driver of one run of the service; answers as the plan says.</summary>
internal sealed class SimulatedDriver(
    SimulatedHypervisor hypervisor, SimulatedScheduler scheduler, SimulatedClock clock, Random random) : IMigrationDriver
{
    private readonly Dictionary<string, object> _lastAnswers = [];

    public DriverCapabilities Capabilities { get; } = new("simulated");

    public Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken) =>
        ReadAsync(() => "servers", () => hypervisor.Servers);

    public Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken) =>
        ReadAsync(() => "jobs", ListJobs, jobs => [.. jobs.Skip(1)]);

    public Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken) =>
        ReadAsync(() => $"stats of {job.SourceNode} {job.Id}", () => hypervisor.Find(job).Read());

    public Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken) =>
        ReadAsync(() => $"end of {jobId} {hypervisor.Latest(jobId)?.Node}", () => hypervisor.EndOf(serverUuid, jobId));

    public Task AbortAsync(MigrationJob job, CancellationToken cancellationToken) =>
        CommandAsync(CommandKind.Abort, job, cancellationToken);

    public Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken) =>
        CommandAsync(CommandKind.ForceComplete, job, cancellationToken);

    public Task WaitForNewsAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);

    private IReadOnlyList<MigrationJob> ListJobs() => [.. hypervisor.Jobs.Where(job => job.Exists).Select(job => job.Listed())];

    /// <param name="name">Names the question, so that only its own answer is repeated. It is called when the answer is read: a job may get another id before.</param>
    /// <param name="shorten">Leaves something out of an answer; null for answers that have all or nothing.</param>
    private async Task<T> ReadAsync<T>(Func<string> name, Func<T> read, Func<T, T>? shorten = null)
        where T : class
    {
        await scheduler.PauseAsync();
        var question = name();
        switch (hypervisor.NextReading())
        {
            case ReadingAnswer.Unreachable when random.Next(2) == 0:
                throw new MigrationDriverException(DriverErrorKind.Unreachable, "the hypervisor cannot be reached");
            case ReadingAnswer.Late when random.Next(2) == 0:
                var late = Remember(question, read());
                return await hypervisor.LaterAsync(UpTo(1500), () => late);
            case ReadingAnswer.Repeated when random.Next(2) == 0 && shorten is null && _lastAnswers.TryGetValue(question, out var last):
                return (T)last;
            case ReadingAnswer.Incomplete when random.Next(2) == 0 && shorten is not null:
                return Remember(question, shorten(read()));
            default:
                var answer = Remember(question, read());
                await scheduler.PauseAsync();
                return answer;
        }
    }

    private T Remember<T>(string question, T answer)
        where T : class
    {
        _lastAnswers[question] = answer;
        return answer;
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
