using Migrations.Drivers;
using Moq;

namespace Migrations.Tests.Drivers;

/// <summary>Every call of the port: what it passes on, its deadline and its time.</summary>
public sealed partial class SupervisedDriverTests
{
    private static (string Name, bool IsCommand, Func<IMigrationDriver, Task> Call)[] Calls =>
    [
        ("list servers", false, driver => driver.ListServersAsync(default)),
        ("list jobs", false, driver => driver.ListJobsAsync(default)),
        ("get stats", false, driver => driver.GetStatsAsync(Job, default)),
        ("get end", false, driver => driver.GetEndAsync(Job.ServerUuid, Job.Id, default)),
        ("abort", true, driver => driver.AbortAsync(Job, default)),
        ("force complete", true, driver => driver.ForceCompleteAsync(Job, default)),
    ];

    private readonly Mock<IMigrationDriver> _driver = new();

    [Test]
    public void Call_ThatHangs_TimesOutAtTheDeadlineOfItsKind([Range(0, 5)] int index)
    {
        var (name, isCommand, call) = Calls[index];
        using var metrics = new MeasuredMetrics();
        _driver.SetReturnsDefault(new TaskCompletionSource().Task);
        _driver.SetReturnsDefault(new TaskCompletionSource<IReadOnlyList<Server>>().Task);
        _driver.SetReturnsDefault(_jobs.Task);
        _driver.SetReturnsDefault(new TaskCompletionSource<JobStats>().Task);
        _driver.SetReturnsDefault(new TaskCompletionSource<JobEnd>().Task);
        _driver.SetReturnsDefault(new TaskCompletionSource<ForceCompleteMeans>().Task);
        var (deadline, setting) = isCommand ? (15, "CommandDeadline") : (5, "ReadDeadline");
        var running = call(Supervise(_driver));

        _clock.Advance(TimeSpan.FromSeconds(deadline) - TimeSpan.FromTicks(1));
        Assert.That(running.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.That(() => running, Throws.TypeOf<MigrationDriverException>()
            .With.Message.EqualTo($"The hypervisor did not answer '{name}' within {deadline}s (Monitoring:{setting})."));
        Assert.That(metrics.Of("migrations.driver.call.duration"),
            Is.EqualTo(new[] { $"call={name.Replace(' ', '_')} error.type=timed_out {deadline}" }));
    }

    [Test]
    public void Call_ThatFails_IsTimedWithItsKindOfFailure()
    {
        using var metrics = new MeasuredMetrics();
        _driver.Setup(driver => driver.AbortAsync(Job, It.IsAny<CancellationToken>())).Callback(() => _clock.Advance(TimeSpan.FromSeconds(2)))
            .ThrowsAsync(new MigrationDriverException(DriverErrorKind.Refused, "no"));

        Assert.That(() => Supervise(_driver).AbortAsync(Job, default), Throws.TypeOf<MigrationDriverException>());

        Assert.That(metrics.Of("migrations.driver.call.duration"), Is.EqualTo(new[] { "call=abort error.type=refused 2" }));
    }

    [Test]
    public async Task Call_ThatSucceeds_IsTimedAndAnswered()
    {
        using var metrics = new MeasuredMetrics();
        _driver.Setup(driver => driver.ForceCompleteAsync(Job, It.IsAny<CancellationToken>()))
            .Callback(() => _clock.Advance(TimeSpan.FromSeconds(3))).ReturnsAsync(ForceCompleteMeans.Pause);

        Assert.That(await Supervise(_driver).ForceCompleteAsync(Job, default), Is.EqualTo(ForceCompleteMeans.Pause));

        Assert.That(metrics.Of("migrations.driver.call.duration"), Is.EqualTo(new[] { "call=force_complete 3" }));
    }

    [Test]
    public void Call_ThatTheCallerGivesUp_IsNotTimed()
    {
        using var metrics = new MeasuredMetrics();
        using var given = new CancellationTokenSource();
        var running = Supervise(_jobs.Task).ListJobsAsync(given.Token);

        given.Cancel();

        Assert.That(() => running, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(metrics.Of("migrations.driver.call.duration"), Is.Empty);
    }

    [Test]
    public void News_AreWaitedForWithoutADeadline()
    {
        var news = new TaskCompletionSource();
        _driver.Setup(driver => driver.WaitForNewsAsync(It.IsAny<CancellationToken>())).Returns(news.Task);
        _driver.Setup(driver => driver.Capabilities).Returns(new DriverCapabilities("test"));
        var running = Supervise(_driver).WaitForNewsAsync(default);

        _clock.Advance(TimeSpan.FromDays(1));

        Assert.That(running.IsCompleted, Is.False);
        Assert.That(Supervise(_driver).Capabilities.Name, Is.EqualTo("test"));
    }
}
