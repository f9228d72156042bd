using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Monitoring;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DriverNewsTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(450);

    private readonly FakeTimeProvider _clock = new();
    private readonly Mock<IMigrationDriver> _driver = new();
    private readonly LogLines<MonitoringJournal> _log = new();
    private readonly DriverNews _news;

    /// <summary>The driver's answers to the waits that are under way, in order.</summary>
    private readonly List<TaskCompletionSource> _waits = [];

    public DriverNewsTests()
    {
        _driver.Setup(driver => driver.WaitForNewsAsync(It.IsAny<CancellationToken>())).Returns((CancellationToken _) =>
        {
            _waits.Add(new TaskCompletionSource());
            return _waits[^1].Task;
        });
        _news = new DriverNews(_driver.Object, new MonitoringJournal(_log), _clock);
    }

    [Test]
    public async Task Wait_DriverHasNews_ReturnsBeforeTheTimeIsUp()
    {
        var wait = _news.WaitAsync(Interval, CancellationToken.None);
        Assert.That(wait.IsCompleted, Is.False);

        _waits[0].SetResult();

        await wait;
    }

    [Test]
    public async Task Wait_NoNews_ReturnsWhenTheTimeIsUpAndKeepsWaitingOnce()
    {
        await PollAsync();
        await PollAsync();

        Assert.That(_waits, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Wait_NewsCameMeanwhile_ReturnsAtOnce()
    {
        await PollAsync();
        _waits[0].SetResult();

        await _news.WaitAsync(Interval, CancellationToken.None);
    }

    [Test]
    public async Task Wait_DriverFails_GoesOnPollingAndSaysSoOnce()
    {
        for (var polls = 0; polls < 100; polls++)
        {
            var poll = PollAsync();
            FailPending();
            await poll;
        }

        Assert.That(_news.LostBecause, Is.EqualTo("no stream"));
        Assert.That(_log.Lines, Is.EqualTo(new[]
        {
            "Warning: The driver reports no news; changes are found by polling only. no stream",
        }));
        // 45 s have passed: attempts at 0, 1, 3, 7, 15 and 31 s.
        Assert.That(_waits, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Wait_DriverThrowsAtOnce_IsTriedAgain()
    {
        _driver.Setup(driver => driver.WaitForNewsAsync(It.IsAny<CancellationToken>())).Throws(new InvalidOperationException("no stream"));

        await PollAsync();

        Assert.That(_news.LostBecause, Is.EqualTo("no stream"));
    }

    [Test]
    public async Task Wait_DriverHasNewsAfterAFailure_WakesAgainAndSaysSo()
    {
        var failed = PollAsync();
        FailPending();
        await failed;
        while (_waits.Count < 2)
            await PollAsync();

        var wait = _news.WaitAsync(Interval, CancellationToken.None);
        _waits[1].SetResult();
        await wait;

        Assert.That(_news.LostBecause, Is.Null);
        Assert.That(_log.Lines[^1], Is.EqualTo("Information: The driver reports news again"));
    }

    [Test]
    public async Task Wait_AfterAFailureTheDriverIsQuietForLonger_IsBelieved()
    {
        var failed = PollAsync();
        FailPending();
        await failed;

        for (var polls = 0; polls < 10 && _news.LostBecause is not null; polls++)
            await PollAsync();

        Assert.That(_news.LostBecause, Is.Null);
        Assert.That(_waits[^1].Task.IsCompleted, Is.False);
    }

    [Test]
    public async Task Wait_ServiceStops_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        var wait = _news.WaitAsync(Interval, stop.Token);

        await stop.CancelAsync();

        await Assert.ThatAsync(() => wait, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_log.Lines, Is.Empty);
    }

    /// <summary>One wait without news.</summary>
    private async Task PollAsync()
    {
        var wait = _news.WaitAsync(Interval, CancellationToken.None);
        _clock.Advance(Interval);
        await wait;
    }

    private void FailPending()
    {
        if (_waits[^1].Task is { IsCompleted: false })
            _waits[^1].SetException(new MigrationDriverException(DriverErrorKind.Failed, "no stream"));
    }
}
