using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract
{
    [Test]
    public async Task Watch_JobGoesOn_WakesEveryWatcher()
    {
        await using var lab = await OpenAsync(LabServer.Endless);
        var first = NextEventAsync(lab, JobEvent);
        var second = NextEventAsync(lab, JobEvent);

        await lab.UntilAsync(JobPhase.PreCopy);
        await lab.UntilAsync(() => Task.FromResult(first.IsCompleted && second.IsCompleted), "events");

        Assert.That((await first).ServerUuid, Is.EqualTo(lab.Servers[0]));
        Assert.That((await second).ServerUuid, Is.EqualTo(lab.Servers[0]));
    }

    [Test]
    public async Task Watch_JobCompletes_TellsItsEnd()
    {
        await using var lab = await OpenAsync(LabServer.Endless);
        var job = await lab.UntilAsync(JobPhase.PreCopy);
        var ended = NextEventAsync(lab, next => next.Kind == DriverEventKind.JobEnded);

        await lab.Driver.ForceCompleteAsync(job, default);
        await lab.UntilEndedAsync(job);

        Assert.That((await ended).ServerUuid, Is.EqualTo(job.ServerUuid));
    }

    [Test]
    public async Task Watch_ConnectionIsLostAndRestored_TellsBoth()
    {
        await using var lab = await OpenAsync(LabServer.Idle);
        var lost = NextEventAsync(lab, next => next.Kind == DriverEventKind.ConnectionLost);
        var restored = NextEventAsync(lab, next => next.Kind == DriverEventKind.ConnectionRestored);

        await lab.LoseAsync();
        await lost;
        await Assert.ThatAsync(() => lab.Driver.ListJobsAsync(default), Errs(DriverErrorKind.Unreachable));
        await lab.RestoreAsync();
        await restored;

        await Assert.ThatAsync(() => lab.Driver.ListJobsAsync(default), Is.Not.Null);
    }

    [Test]
    public async Task Watch_Cancelled_Stops()
    {
        await using var lab = await OpenAsync(LabServer.Idle);
        using var given = new CancellationTokenSource();
        await using var events = lab.Driver.WatchAsync(given.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = events.MoveNextAsync().AsTask();

        await given.CancelAsync();

        await Assert.ThatAsync(() => next, Throws.InstanceOf<OperationCanceledException>());
    }

    private static bool JobEvent(DriverEvent driverEvent) => driverEvent.Kind == DriverEventKind.JobChanged;

    /// <summary>Watches from now on; the first event that was meant.</summary>
    private static async Task<DriverEvent> NextEventAsync(DriverLab lab, Func<DriverEvent, bool> isMeant) =>
        await lab.Driver.WatchAsync(TestEnds).FirstAsync(isMeant, TestEnds);
}
