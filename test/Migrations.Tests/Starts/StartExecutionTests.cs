using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Starts;
using Migrations.Tests.Simulation;
using Moq;

namespace Migrations.Tests.Starts;

/// <summary>What the answers to the pre-check make of a start.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed partial class StartExecutionTests : IDisposable
{
    private static readonly MigrationStart Accepted = GivenStart.Start();
    private static readonly MigrationStart Checked = Accepted with { CheckedAt = Given.Now };
    private static readonly MigrationStart Called = Checked with { CalledAt = Given.Now };

    private readonly SimulatedClock _clock = new();
    private readonly Mock<IMigrationStore> _store = new();
    private readonly Mock<IMigrationStarter> _starter = new();
    private readonly MigrationsTelemetry _telemetry = new();
    private readonly LogLines<StartExecution> _log = new();
    private readonly AwaitedStarts _awaited;
    private LiveMigrations _live = null!;
    private PendingStart _pending = null!;

    public StartExecutionTests()
    {
        _awaited = new AwaitedStarts(_clock);
        _starter.Setup(port => port.JobIdOf(It.IsAny<StartOrder>())).Returns("job-1");
    }

    public void Dispose()
    {
        _live.Dispose();
        _telemetry.Dispose();
    }

    private LiveMigration? Known => _live.Current.Find(GivenStart.ServerOf(0), 1);

    [Test]
    public async Task Check_ThatIsPassed_QueuesTheMigrationForItsDestination()
    {
        Publish(Accepted);
        Checks(() => Task.FromResult(new Destination("compute-2", "node-2", "10.0.0.2")));

        Assert.That(await AdvanceAsync(), Is.True, "the next step may follow");

        Assert.That((Known!.Record.Status, Known.Record.DestCompute, Known.Record.DestNode, Known.Record.DestHost),
            Is.EqualTo((MigrationStatus.Queued, "compute-2", "node-2", "10.0.0.2")));
        Assert.That((Known.Start!.CheckedAt, Known.Start.CalledAt), Is.EqualTo(((DateTimeOffset?)Given.Now, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Check_ThatIsNotPassed_EndsTheMigrationAndLeavesTheServerAloneAtOnce()
    {
        Publish(Accepted);
        var refusal = StartRefusal.PreCheck("no room", "native text");
        Checks(() => throw new StartRefusedException(refusal));
        _awaited.Register(_pending.Order.MigrationUuid);
        var waiting = _awaited.WaitAsync(_pending.Order.MigrationUuid, CancellationToken.None);

        await AdvanceAsync();

        var (migration, servers) = Committed();
        Assert.That((migration.Status, migration.EndReason, migration.Reason, migration.EndedAt), Is.EqualTo(
            (MigrationStatus.Error, (EndReason?)EndReason.Failed, "Migration pre-check error: no room (native text)", (DateTimeOffset?)Given.Now)));
        Assert.That(servers.Single().TaskState, Is.Null);
        Assert.That(_live.Current.Servers[GivenStart.ServerOf(0)].TaskState, Is.Null);
        Assert.That(await waiting, Is.EqualTo(refusal));
    }

    [TestCase(DriverErrorKind.Denied)]
    [TestCase(DriverErrorKind.Failed)]
    public async Task Check_ThatCannotBeMade_EndsTheMigration(DriverErrorKind kind)
    {
        Publish(Accepted);
        Checks(() => throw new MigrationDriverException(kind, "because"));

        await AdvanceAsync();

        Assert.That(Committed().Migration.Reason, Is.EqualTo("Connection to the hypervisor is broken on host (because)"));
    }

    [TestCase(DriverErrorKind.Unreachable)]
    [TestCase(DriverErrorKind.TimedOut)]
    public async Task Check_WithoutAnAnswer_IsTriedAgainUntilPatienceIsOver(DriverErrorKind kind)
    {
        Publish(Accepted);
        Checks(() => throw new MigrationDriverException(kind, "it is quiet"));
        Assert.That(await AdvanceAsync(), Is.False);
        _clock.Advance(TimeSpan.FromMinutes(9));
        await AdvanceAsync();
        Assert.That(Known!.Record.Status, Is.EqualTo(MigrationStatus.Accepted));

        _clock.Advance(TimeSpan.FromMinutes(1));
        await AdvanceAsync();

        Assert.That(Committed().Migration.Reason, Does.EndWith("(Given up after 10m (Monitoring:CommandPatience). it is quiet)"));
    }

    [Test]
    public async Task Check_OfAMigrationThatHasAJobByThen_ChangesNothingAndRefusesNobody()
    {
        Publish(Accepted);
        _awaited.Register(_pending.Order.MigrationUuid);
        Checks(async () =>
        {
            await _live.UpdateAsync(_ => new LiveChanges { Migrations = [StartMonitor.Adopt(Known!, "job-9", Given.Now)] }, CancellationToken.None);
            throw new StartRefusedException(StartRefusal.PreCheck("the server has a job"));
        });

        await AdvanceAsync();

        Assert.That((Known!.Record.JobId, Known.Record.Status), Is.EqualTo(("job-9", MigrationStatus.Preparing)));
        Assert.That(await _awaited.WaitAsync(_pending.Order.MigrationUuid, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task End_WithoutAJob_IsCounted()
    {
        using var metrics = new MeasuredMetrics();
        Publish(Accepted);
        Checks(() => throw new StartRefusedException(StartRefusal.PreCheck("no room")));

        await AdvanceAsync();

        Assert.That(metrics.Of("migrations.ended"), Has.Some.EqualTo("status=error 1"));
    }

    private void Publish(MigrationStart start)
    {
        _live = GivenStart.Published(_store, start);
        _pending = new PendingStart(Known!, _clock);
    }

    private async Task AdvanceAfterAPassAsync()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await _live.UpdateAsync(_ => new LiveChanges { SeenAt = _clock.GetUtcNow() }, CancellationToken.None);
        await AdvanceAsync();
    }

    private Task<bool> AdvanceAsync() => new StartExecution(
        _live, new JoblessMigrations(_live, _telemetry, new MonitoringJournal(NullLogger<MonitoringJournal>.Instance)), _starter.Object,
        _awaited, Options.Create(new StartOptions()), Options.Create(new CommandOptions()), _clock, _log).AdvanceAsync(_pending, CancellationToken.None);

    private (Migration Migration, IReadOnlyList<Server> Servers) Committed()
    {
        var commit = _store.Invocations.Last(call => call.Method.Name == nameof(IMigrationStore.CommitAsync));
        return (((IReadOnlyList<MigrationChange>)commit.Arguments[0]!).Single().Migration, (IReadOnlyList<Server>)commit.Arguments[1]!);
    }

    private void Checks(Func<Task<Destination>> answer) =>
        _starter.Setup(port => port.CheckAsync(It.IsAny<StartOrder>(), It.IsAny<CancellationToken>())).Returns(answer);

    private void Starts(Func<Task> answer) => _starter
        .Setup(port => port.StartAsync(It.IsAny<StartOrder>(), It.IsAny<Destination>(), It.IsAny<CancellationToken>())).Returns(answer);

    private void VerifyStarts(Times times) => _starter.Verify(
        port => port.StartAsync(It.IsAny<StartOrder>(), It.IsAny<Destination>(), It.IsAny<CancellationToken>()), times);

    private void StoreFails() => Commits(() => Task.FromException<IReadOnlyList<Migration>>(new StoreUnavailableException("the disk is full")));

    private void StoreWorks() => Commits(() => Task.FromResult<IReadOnlyList<Migration>>([]));

    private void Commits(Func<Task<IReadOnlyList<Migration>>> outcome) => _store.Setup(port => port.CommitAsync(
        It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>())).Returns(outcome);
}
