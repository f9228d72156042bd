using Migrations.Drivers;

namespace Migrations.Tests.Simulation;

/// <summary>Stands between the service and its driver, and tells the rules what is asked and when an answer has come.</summary>
internal sealed class SupervisedCalls(IMigrationDriver driver, CommandRules rules) : IMigrationDriver
{
    public DriverCapabilities Capabilities => driver.Capabilities;

    public Task<IReadOnlyList<Server>> ListServersAsync(CancellationToken cancellationToken) => driver.ListServersAsync(cancellationToken);

    public Task<IReadOnlyList<MigrationJob>> ListJobsAsync(CancellationToken cancellationToken) => driver.ListJobsAsync(cancellationToken);

    public async Task<JobStats> GetStatsAsync(MigrationJob job, CancellationToken cancellationToken)
    {
        var began = rules.ReadingBegins();
        var stats = await driver.GetStatsAsync(job, cancellationToken);
        rules.ReadingEnds(job, began);
        return stats;
    }

    public Task<JobEnd> GetEndAsync(Guid serverUuid, string jobId, CancellationToken cancellationToken) =>
        driver.GetEndAsync(serverUuid, jobId, cancellationToken);

    public async Task AbortAsync(MigrationJob job, CancellationToken cancellationToken)
    {
        rules.Asks(CommandKind.Abort, job);
        try
        {
            await driver.AbortAsync(job, cancellationToken);
        }
        finally
        {
            rules.HasAnswer(CommandKind.Abort, job);
        }
    }

    public async Task<ForceCompleteMeans> ForceCompleteAsync(MigrationJob job, CancellationToken cancellationToken)
    {
        rules.Asks(CommandKind.ForceComplete, job);
        try
        {
            return await driver.ForceCompleteAsync(job, cancellationToken);
        }
        finally
        {
            rules.HasAnswer(CommandKind.ForceComplete, job);
        }
    }

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => driver.WaitForNewsAsync(cancellationToken);
}
