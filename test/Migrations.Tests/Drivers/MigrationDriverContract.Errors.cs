using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract<TDriver>
{
    [Test]
    public async Task Call_HypervisorErrs_TellsTheKind([Values] DriverErrorKind kind)
    {
        var call = await ArrangeErrorAsync(kind);

        await Assert.ThatAsync(() => call(), Errs(kind).And.Message.Not.Empty);
    }

    [Test]
    public async Task Call_AlreadyCancelled_IsCancelled()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        var given = new CancellationToken(canceled: true);

        foreach (var call in Calls(testbed.Driver, job, given))
            await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());

        Assert.That((await testbed.FindJobAsync(job.ServerUuid))?.Phase, Is.EqualTo(JobPhase.PreCopy));
    }

    [Test]
    public async Task Call_HypervisorHangs_CanBeGivenUp()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.HangAsync();
        using var given = new CancellationTokenSource();
        var calls = Calls(testbed.Driver, job, given.Token);
        Assert.That(calls.Select(call => call.IsCompleted), Is.All.False);

        await given.CancelAsync();

        foreach (var call in calls)
            await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
    }

    private static List<Task> Calls(IMigrationDriver driver, MigrationJob job, CancellationToken cancellationToken) =>
    [
        driver.ListServersAsync(cancellationToken),
        driver.ListJobsAsync(cancellationToken),
        driver.GetStatsAsync(job, cancellationToken),
        driver.GetEndAsync(job.ServerUuid, job.Id, cancellationToken),
        driver.AbortAsync(job, cancellationToken),
        driver.ForceCompleteAsync(job, cancellationToken),
    ];
}
