using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract
{
    [Test]
    public async Task Watch_JobGoesOn_WakesEveryWatcher()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var first = NextEventAsync(testbed, JobEvent);
        var second = NextEventAsync(testbed, JobEvent);

        await testbed.UntilAsync(JobPhase.PreCopy);
        await testbed.UntilAsync(() => Task.FromResult(first.IsCompleted && second.IsCompleted), "events");

        Assert.That((await first).ServerUuid, Is.EqualTo(testbed.Servers[0]));
        Assert.That((await second).ServerUuid, Is.EqualTo(testbed.Servers[0]));
    }

    [Test]
    public async Task Watch_JobCompletes_TellsItsEnd()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.UntilAsync(JobPhase.PreCopy);
        var ended = NextEventAsync(testbed, next => next.Kind == DriverEventKind.JobEnded);

        await testbed.Driver.ForceCompleteAsync(job, default);
        await testbed.UntilEndedAsync(job);

        Assert.That((await ended).ServerUuid, Is.EqualTo(job.ServerUuid));
    }

    [Test]
    public async Task Watch_ConnectionIsLostAndRestored_TellsBoth()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);
        var lost = NextEventAsync(testbed, next => next.Kind == DriverEventKind.ConnectionLost);
        var restored = NextEventAsync(testbed, next => next.Kind == DriverEventKind.ConnectionRestored);

        await testbed.LoseAsync();
        await lost;
        await Assert.ThatAsync(() => testbed.Driver.ListJobsAsync(default), Errs(DriverErrorKind.Unreachable));
        await testbed.RestoreAsync();
        await restored;

        await Assert.ThatAsync(() => testbed.Driver.ListJobsAsync(default), Is.Not.Null);
    }

    [Test]
    public async Task Watch_Cancelled_Stops()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);
        using var given = new CancellationTokenSource();
        await using var events = testbed.Driver.WatchAsync(given.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = events.MoveNextAsync().AsTask();

        await given.CancelAsync();

        await Assert.ThatAsync(() => next, Throws.InstanceOf<OperationCanceledException>());
    }

    private static bool JobEvent(DriverEvent driverEvent) => driverEvent.Kind == DriverEventKind.JobChanged;

    /// <summary>Watches from now on; the first event that was meant.</summary>
    private static async Task<DriverEvent> NextEventAsync(DriverTestbed testbed, Func<DriverEvent, bool> isMeant) =>
        await testbed.Driver.WatchAsync(TestEnds).FirstAsync(isMeant, TestEnds);
}
