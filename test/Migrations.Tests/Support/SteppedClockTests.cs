namespace Migrations.Tests.Support;

public sealed class SteppedClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task Timer_ChangedAfterItsEnd_IsNotWaitedFor()
    {
        var clock = new SteppedClock();
        var ended = clock.CreateTimer(_ => Assert.Fail("it was ended"), null, Second, Timeout.InfiniteTimeSpan);
        await ended.DisposeAsync();
        var fired = 0;
        await using var timer = clock.CreateTimer(_ => fired++, null, 2 * Second, Timeout.InfiniteTimeSpan);

        Assert.That(ended.Change(Second, Timeout.InfiniteTimeSpan), Is.False);
        await clock.StepAsync(2 * Second);

        Assert.That(fired, Is.EqualTo(1));
    }

    [Test]
    public async Task Timer_EndedWhileItIsChanged_LeavesNothingToCall()
    {
        var clock = new SteppedClock();
        for (var round = 0; round < 20_000; round++)
        {
            var timer = clock.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            using var both = new Barrier(2);
            var change = Task.Run(() =>
            {
                both.SignalAndWait();
                timer.Change(Second, Timeout.InfiniteTimeSpan);
            });
            both.SignalAndWait();
            await timer.DisposeAsync();
            await change;
        }

        Assert.That(() => clock.Advance(2 * Second), Throws.Nothing);
    }
}
