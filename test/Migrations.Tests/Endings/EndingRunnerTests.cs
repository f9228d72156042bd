using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Operations;
using Moq;

namespace Migrations.Tests.Endings;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(30_000)]
public sealed class EndingRunnerTests : IDisposable
{
    private readonly Mock<IMigrationStarter> _starter = new();
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private readonly LiveMigrations _live;
    private readonly EndingRunner _runner;
    private readonly CancellationTokenSource _stop = new();

    public EndingRunnerTests()
    {
        var store = new Mock<IMigrationStore>();
        _live = Given.Published(store, Given.Server(), Given.Migration());
        var commands = Mock.Of<ICommandStore>(commands => commands.Of(It.IsAny<long>()) == Array.Empty<MigrationCommand>());
        var audit = new AuditedLines().Log;
        var acceptance = new CommandAcceptance(_live, store.Object, commands, new CommandSignal(_clock), Mock.Of<IMigrationDriver>(), _clock, audit);
        _runner = new EndingRunner(_live, new EndingExecution(_live, commands, acceptance, _starter.Object,
            Options.Create(new EndingOptions()), _clock, audit, new LogLines<EndingExecution>()), _clock);
    }

    public void Dispose()
    {
        _live.Dispose();
        _stop.Dispose();
        _runner.Dispose();
    }

    [Test]
    public async Task Pass_ThatShowsAStartedMigration_LetsItsPolicyDoWhatIsDue(CancellationToken testEnds)
    {
        var set = new TaskCompletionSource<TimeSpan>();
        _starter.Setup(starter => starter.SetMaxDowntimeAsync(It.IsAny<MigrationJob>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Returns((MigrationJob _, TimeSpan downtime, CancellationToken _) =>
            {
                set.TrySetResult(downtime);
                return Task.CompletedTask;
            });
        var running = _runner.RunAsync(_stop.Token);

        await _live.ShowAsync(StartedMigration.After(160));

        Assert.That(await set.Task.WaitAsync(testEnds), Is.EqualTo(TimeSpan.FromMilliseconds(95)));
        await _stop.CancelAsync();
        await running.WaitAsync(testEnds);
    }

    [Test]
    public async Task Call_ThatHangs_IsNotMadeAgainMeanwhile(CancellationToken testEnds)
    {
        var (calls, called) = (0, new TaskCompletionSource());
        _starter.Setup(starter => starter.SetMaxDowntimeAsync(It.IsAny<MigrationJob>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .Returns((MigrationJob _, TimeSpan _, CancellationToken given) =>
            {
                Interlocked.Increment(ref calls);
                called.TrySetResult();
                return Task.Delay(Timeout.Infinite, given);
            });
        var running = _runner.RunAsync(_stop.Token);
        await _live.ShowAsync(StartedMigration.After(160));
        await called.Task.WaitAsync(testEnds);

        for (var pass = 0; pass < 20; pass++)
            await _live.ShowAsync(StartedMigration.After(161 + pass));

        Assert.That(calls, Is.EqualTo(1));
        await _stop.CancelAsync();
        await running.WaitAsync(testEnds);
    }
}
