using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Operations;
using Moq;

namespace Migrations.Tests.Operations;

/// <summary>Every status, state and lock against both commands.</summary>
public sealed class OperationsTests
{
    private readonly Mock<IMigrationStore> _store = new();
    private readonly Mock<ICommandStore> _commands = new();
    private readonly Mock<IMigrationDriver> _driver = new();
    private DriverCapabilities _capabilities = new("test");

    [SetUp]
    public void Accept()
    {
        _commands.Reset();
        _commands.Setup(port => port.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((MigrationCommand command, CancellationToken _) => command);
        _driver.Setup(port => port.Capabilities).Returns(() => _capabilities);
        _capabilities = new DriverCapabilities("test");
    }

    [Test]
    public async Task ForceComplete_InEveryStatus_IsAcceptedWhileRunningOnly(
        [ValueSource(typeof(MigrationStatuses), nameof(MigrationStatuses.All))] MigrationStatus status)
    {
        var fault = await ForceCompleteAsync(Given.Server(), Request(Given.Server()), status);

        Assert.That(fault?.Message, Is.EqualTo(status == MigrationStatus.Running
            ? null
            : $"Migration 7 state of instance {Given.ServerUuid} is {status.WireName}. "
              + "Cannot force complete while the migration is in this state."));
        _commands.Verify(port => port.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()),
            Times.Exactly(fault is null ? 1 : 0));
    }

    [Test]
    public async Task Abort_InEveryStatus_IsAcceptedWhileRunningAndLaterAlsoBefore(
        [ValueSource(typeof(MigrationStatuses), nameof(MigrationStatuses.All))] MigrationStatus status,
        [Values] bool beforeItRuns)
    {
        var fault = await AbortAsync(Given.Server(), Request(Given.Server()), status, beforeItRuns);

        var accepted = status == MigrationStatus.Running
            || (beforeItRuns && status is (MigrationStatus.Queued or MigrationStatus.Preparing));
        Assert.That(fault?.Message, Is.EqualTo(accepted
            ? null
            : $"Migration 7 state of instance {Given.ServerUuid} is {status.WireName}. "
              + "Cannot abort live migration while the migration is in this state."));
        _commands.Verify(port => port.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()),
            Times.Exactly(accepted ? 1 : 0));
    }

    [Test]
    public async Task ForceComplete_OfAServerThatIsNotActive_IsAConflictThatNamesTheState(
        [Values(ServerState.Paused, ServerState.Suspended, ServerState.Stopped, ServerState.Error)] ServerState state)
    {
        var server = Given.Server(state);

        var fault = await ForceCompleteAsync(server, Request(server));

        Assert.That(fault, Is.EqualTo(new MigrationFault(FaultKind.Conflict,
            $"Cannot 'force_complete' instance {Given.ServerUuid} while it is in vm_state {state.WireName}")));
    }

    [Test]
    public async Task Abort_OfAServerThatIsNotActive_IsAccepted([Values] ServerState state)
    {
        var server = Given.Server(state);
        Assert.That(await AbortAsync(server, Request(server), beforeItRuns: false), Is.Null);
    }

    [TestCase(null, "Instance {0} is in an invalid state for '{1}'")]
    [TestCase("resize_migrating", "Cannot '{1}' instance {0} while it is in task_state resize_migrating")]
    public async Task BothCommands_OnAServerThatIsNotMigrating_AreConflicts(string? task, string message)
    {
        var server = Given.Server(task: task);
        var forced = await ForceCompleteAsync(server, Request(server));
        var aborted = await AbortAsync(server, Request(server));

        Assert.That(forced?.Message, Is.EqualTo(string.Format(null, message, Given.ServerUuid, "force_complete")));
        Assert.That(aborted?.Message, Is.EqualTo(string.Format(null, message, Given.ServerUuid, "abort live migration")));
    }

    [Test]
    public async Task BothCommands_OnALockedServer_AreForAdministratorsOnly([Values] bool administrator)
    {
        var server = Given.Server() with { Locked = true };
        var expected = administrator ? null : new MigrationFault(FaultKind.Conflict, $"Instance {Given.ServerUuid} is locked");

        Assert.That(await ForceCompleteAsync(server, Request(server, administrator: administrator)), Is.EqualTo(expected));
        Assert.That(await AbortAsync(server, Request(server, administrator: administrator)), Is.EqualTo(expected));
    }

    [TestCase("8")]
    [TestCase("07")]
    [TestCase("seven")]
    public async Task BothCommands_OfAnUnknownMigration_EchoTheIdAsSent(string id)
    {
        var forced = await ForceCompleteAsync(Given.Server(), Request(Given.Server(), id));
        var aborted = await AbortAsync(Given.Server(), Request(Given.Server(), id));

        var message = $"Migration {id} not found for instance {Given.ServerUuid}";
        Assert.That(forced, Is.EqualTo(new MigrationFault(FaultKind.BadRequest, message)));
        Assert.That(aborted, Is.EqualTo(new MigrationFault(FaultKind.NotFound, message)));
    }

    [Test]
    public async Task BothCommands_WhenTheDriverCannotCommand_AreRefusedWithItsReason()
    {
        _capabilities = new DriverCapabilities("test", "the connection is read-only.");

        var forced = await ForceCompleteAsync(Given.Server(), Request(Given.Server()));
        var aborted = await AbortAsync(Given.Server(), Request(Given.Server()));

        Assert.That(forced?.Message, Is.EqualTo("Cannot force complete: the connection is read-only."));
        Assert.That(aborted?.Message, Is.EqualTo("Cannot abort live migration: the connection is read-only."));
        _commands.Verify(port => port.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    private static CommandRequest Request(Server server, string id = "7", bool administrator = true) =>
        new(server, server.Uuid.ToString(), id, new Requester("alice", "project", "req-1"), administrator);

    private Task<MigrationFault?> ForceCompleteAsync(
        Server server, CommandRequest request, MigrationStatus status = MigrationStatus.Running) =>
        new ForceComplete(Acceptance(server, Given.Migration(status))).RequestAsync(request, CancellationToken.None);

    private Task<MigrationFault?> AbortAsync(
        Server server, CommandRequest request, MigrationStatus status = MigrationStatus.Running, bool beforeItRuns = true) =>
        new Abort(Acceptance(server, Given.Migration(status))).RequestAsync(request, beforeItRuns, CancellationToken.None);

    private CommandAcceptance Acceptance(Server server, Migration migration)
    {
        var clock = new FakeTimeProvider(Given.Now);
        var live = Given.Published(_store, server, migration.Status.IsFinal ? [] : [migration]);
        _store.Setup(port => port.Find(server.Uuid, migration.Id)).Returns(migration);
        return new CommandAcceptance(live, _store.Object, _commands.Object, new CommandSignal(clock), _driver.Object, clock,
            new AuditLog(NullLoggerFactory.Instance));
    }
}
