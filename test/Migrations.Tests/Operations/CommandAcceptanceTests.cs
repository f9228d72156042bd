using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Operations;
using Migrations.Tests.Simulation;
using Moq;

namespace Migrations.Tests.Operations;

/// <summary>What is stored of an accepted command, and who is woken.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CommandAcceptanceTests : IDisposable
{
    private readonly SimulatedClock _clock = new();
    private readonly Mock<IMigrationStore> _store = new();
    private readonly Mock<ICommandStore> _commands = new();
    private readonly CommandSignal _signal;
    private readonly LiveMigrations _live;
    private readonly CommandAcceptance _acceptance;

    public CommandAcceptanceTests()
    {
        _signal = new CommandSignal(_clock);
        _live = Given.Published(_store, Given.Server(), Given.Migration());
        _commands.Setup(port => port.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((MigrationCommand command, CancellationToken _) => command);
        _acceptance = new CommandAcceptance(_live, _store.Object, _commands.Object, _signal,
            Mock.Of<IMigrationDriver>(driver => driver.Capabilities == new DriverCapabilities("test", null)), _clock,
            new AuditLog(NullLoggerFactory.Instance));
    }

    public void Dispose() => _live.Dispose();

    [Test]
    public async Task Command_ThatIsAccepted_IsStoredWithItsRequestAndWakesTheRunner([Values] CommandKind kind)
    {
        var request = Request();
        var sleeping = _signal.WaitAsync(CancellationToken.None);

        Assert.That(sleeping.IsCompleted, Is.False);

        Assert.That(await _acceptance.AcceptAsync(Given.Migration(), kind, request.By, CancellationToken.None), Is.Null);

        _commands.Verify(port => port.AcceptAsync(new MigrationCommand
        {
            MigrationId = 7,
            ServerUuid = Given.ServerUuid,
            Kind = kind,
            RequestedBy = request.By,
            RequestedAt = Given.Now,
        }, It.IsAny<CancellationToken>()), Times.Once);
        await sleeping;
    }

    [Test]
    public void Migration_InProgress_IsFoundInTheSnapshotAndAnEndedOneInTheStore()
    {
        _store.Setup(port => port.Find(Given.ServerUuid, 7)).Returns(Given.Migration(MigrationStatus.Failed));
        _store.Setup(port => port.Find(Given.ServerUuid, 6)).Returns(Given.Migration(MigrationStatus.Failed, id: 6));

        Assert.That(_acceptance.Find(Request(), FaultKind.NotFound, out var running), Is.Null);
        Assert.That(_acceptance.Find(Request() with { MigrationId = "6" }, FaultKind.NotFound, out var ended), Is.Null);

        Assert.That((running!.Status, ended!.Id), Is.EqualTo((MigrationStatus.Running, 6L)));
    }

    private static CommandRequest Request() =>
        new(Given.Server(), "server", "7", new Requester("alice", "project", "req-1"), IsAdministrator: true);
}
