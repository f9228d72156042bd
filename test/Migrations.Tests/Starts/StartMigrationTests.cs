using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Starts;
using Migrations.Tests.Simulation;
using Moq;

namespace Migrations.Tests.Starts;

/// <summary>Which starts are accepted, and what is stored of them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StartMigrationTests : IDisposable
{
    private readonly SimulatedClock _clock = new();
    private readonly Mock<IMigrationStore> _store = new();
    private readonly Mock<IMigrationStarter> _starter = new();
    private readonly LogLines<AuditLog> _log = new();
    private readonly StartSignal _signal;
    private readonly AwaitedStarts _awaited;
    private LiveMigrations _live;

    public StartMigrationTests()
    {
        (_signal, _awaited) = (new StartSignal(_clock), new AwaitedStarts(_clock));
        _live = Given.Published(_store, Idle());
        _starter.Setup(port => port.Destinations).Returns([new Destination("compute-2")]);
    }

    public void Dispose() => _live.Dispose();

    [Test]
    public async Task Start_ThatIsAccepted_IsStoredWithAMigrationAndAServerThatMigrates()
    {
        var sleeping = _signal.WaitAsync(CancellationToken.None);
        Assert.That(sleeping.IsCompleted, Is.False);

        Assert.That(await RequestAsync(Request() with { Host = "compute-2", Disks = DiskCopy.All }), Is.Null);

        await sleeping;
        var (change, server) = Committed();
        var migration = change.Migration;
        Assert.That(migration, Is.EqualTo(new Migration
        {
            Uuid = migration.Uuid,
            ServerUuid = Given.ServerUuid,
            Status = MigrationStatus.Accepted,
            SourceCompute = "compute-1",
            UserId = "user",
            ProjectId = "project",
            CreatedAt = Given.Now,
        }));
        Assert.That(change.Start, Is.EqualTo(new MigrationStart
        {
            Order = new StartOrder(Given.ServerUuid, migration.Uuid, "compute-2", IsForced: false, DiskCopy.All),
            RequestedBy = new Requester("alice", "project", "req-1"),
            RequestedAt = Given.Now,
            IsAwaited = false,
        }));
        Assert.That(change.Events.Select(told => (told.Kind, told.Status)), Is.EqualTo(new[] { (MigrationEventKind.Seen, MigrationStatus.Accepted) }));
        Assert.That(server.TaskState, Is.EqualTo(ServerStates.Migrating));
        Assert.That(_live.Current.Servers[Given.ServerUuid].TaskState, Is.EqualTo(ServerStates.Migrating));
        Assert.That(_live.Current.Migrations.Single() is { AwaitsItsJob: true, Record.Id: 100 });
        Assert.That(_log.Lines, Has.One.EqualTo("Information: Start of migration 100 of server "
            + $"{Given.ServerUuid} to host compute-2 accepted: user alice, project project, request req-1"));
    }

    [TestCase(false, null)]
    [TestCase(true, "compute-2")]
    public async Task Destination_BeforeThePreCheck_IsKnownOnlyWhenItIsForced(bool isForced, string? expected)
    {
        await RequestAsync(Request() with { Host = "compute-2", IsForced = isForced });

        Assert.That(Committed().Change.Migration.DestCompute, Is.EqualTo(expected));
    }

    [Test]
    public async Task Server_ThatIsLocked_IsMigratedForAdministratorsOnly()
    {
        var locked = Request() with { Server = Idle() with { Locked = true } };

        Assert.That(await RequestAsync(locked with { IsAdministrator = false }),
            Is.EqualTo(new MigrationFault(FaultKind.Conflict, $"Instance {Given.ServerUuid} is locked")));
        Assert.That(await RequestAsync(locked), Is.Null);
    }

    [Test]
    public async Task Server_InAnotherStateThanActiveOrPaused_IsNotMigrated([Values] ServerState state)
    {
        var fault = await RequestAsync(Request() with { Server = Idle() with { State = state, TaskState = null } });

        Assert.That(fault?.Message, Is.EqualTo(state is ServerState.Active or ServerState.Paused
            ? null
            : $"Cannot 'os-migrateLive' instance web-1 while it is in vm_state {state.WireName}"));
    }

    [Test]
    public async Task Server_ThatMigrates_IsNotMigratedAgain()
    {
        var fault = await RequestAsync(Request() with { Server = Given.Server() });

        Assert.That(fault, Is.EqualTo(new MigrationFault(
            FaultKind.Conflict, "Cannot 'os-migrateLive' instance web-1 while it is in task_state migrating")));
    }

    [Test]
    public async Task Server_ThatMigratesSinceItWasFound_IsNotMigratedAgain([Values] bool isSeen)
    {
        _live.Dispose();
        _live = isSeen ? Given.Published(_store, Given.Server()) : Given.Published(_store, Idle(), Given.Migration());

        var fault = await RequestAsync(Request());

        Assert.That(fault?.Message, Is.EqualTo("Cannot 'os-migrateLive' instance web-1 while it is in task_state migrating"));
        VerifyNothingIsStored();
    }

    [Test]
    public async Task Starts_OfOneServerAtOnce_AreAcceptedOnce()
    {
        var faults = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RequestAsync(Request())));

        Assert.That(faults.Count(fault => fault is null), Is.EqualTo(1));
        Assert.That(_live.Current.Migrations, Has.One.Items);
    }

    [TestCase("compute-1", null)]
    [TestCase("compute-2", null)]
    [TestCase("compute-3", "Compute host compute-3 could not be found.")]
    [TestCase("compute-2\n", "Compute host compute-2\n could not be found.")]
    public async Task Host_ThatIsNamed_MustBeADestinationOrTheServersOwn(string host, string? expected) =>
        Assert.That((await RequestAsync(Request() with { Host = host }))?.Message, Is.EqualTo(expected));

    [Test]
    public async Task Starter_ThatCannotStart_SaysWhyInTheFault()
    {
        _starter.Setup(port => port.CannotStart).Returns("the connection is read-only");

        Assert.That(await RequestAsync(Request()),
            Is.EqualTo(new MigrationFault(FaultKind.BadRequest, "Cannot live migrate: the connection is read-only")));
        VerifyNothingIsStored();
    }

    [Test]
    public async Task Faults_OfOneRequest_ComeInNovasOrder()
    {
        _starter.Setup(port => port.CannotStart).Returns("no");
        var request = new StartRequest(Given.Server(ServerState.Stopped) with { Locked = true }, "web-1", Given.Requester,
            IsAdministrator: false, "nowhere", IsForced: false, DiskCopy.Auto, IsAwaited: false);
        var messages = new List<string?>();
        messages.Add((await RequestAsync(request))?.Message);
        messages.Add((await RequestAsync(request = request with { IsAdministrator = true }))?.Message);
        messages.Add((await RequestAsync(request = request with { Server = Given.Server() }))?.Message);
        messages.Add((await RequestAsync(request = request with { Server = Idle() }))?.Message);
        messages.Add((await RequestAsync(request with { Host = null }))?.Message);

        Assert.That(messages.Select(message => message?.Split(' ')[^1]), Is.EqualTo(new[] { "locked", "stopped", "migrating", "found.", "no" }));
    }

    private Task<MigrationFault?> RequestAsync(StartRequest request) => new StartMigration(
        _live, _starter.Object, _signal, _awaited, new AuditLog(Mock.Of<ILoggerFactory>(loggers => loggers.CreateLogger(AuditLog.Category) == _log)),
        new MonitoringJournal(NullLogger<MonitoringJournal>.Instance), _clock).RequestAsync(request, CancellationToken.None);

    private (MigrationChange Change, Server Server) Committed()
    {
        var commit = _store.Invocations.Single(call => call.Method.Name == nameof(IMigrationStore.CommitAsync));
        return (((IReadOnlyList<MigrationChange>)commit.Arguments[0]!).Single(), ((IReadOnlyList<Server>)commit.Arguments[1]!).Single());
    }

    private void VerifyNothingIsStored() => _store.Verify(port => port.CommitAsync(
        It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()), Times.Never);

    private static Server Idle() => Given.Server(task: null);

    private static StartRequest Request() => new(
        Idle(), "web-1", Given.Requester, IsAdministrator: true, Host: null, IsForced: false, DiskCopy.Auto, IsAwaited: false);
}
