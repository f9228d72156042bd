using Migrations.Operations;
using Moq;

namespace Migrations.Tests.Operations;

/// <summary>Requests for the same command at the same time.</summary>
public sealed class SharedAcceptanceTests
{
    private readonly List<(MigrationCommand Command, TaskCompletionSource<MigrationCommand> Outcome)> _writes = [];
    private SharedAcceptance _acceptance = null!;

    [SetUp]
    public void Start()
    {
        _writes.Clear();
        var commands = new Mock<ICommandStore>();
        commands.Setup(port => port.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .Returns((MigrationCommand command, CancellationToken cancellationToken) => Begin(command, cancellationToken));
        _acceptance = new SharedAcceptance(commands.Object);
    }

    [Test]
    public async Task Repeats_WhileTheFirstIsWritten_AreTheSameCommandAndWriteNothing()
    {
        var all = Enumerable.Range(1, 1000).Select(id => Ask(CommandKind.Abort, id)).ToList();

        _writes.Single().Outcome.SetResult(_writes[0].Command);

        Assert.That((await Task.WhenAll(all)).Select(command => command.Id), Is.All.EqualTo(1));
    }

    [Test]
    public async Task Repeat_AfterTheWrite_IsWrittenAgain()
    {
        var first = Ask(CommandKind.Abort, 1);
        _writes[0].Outcome.SetResult(_writes[0].Command);
        await first;

        _ = Ask(CommandKind.Abort, 2);

        Assert.That(_writes, Has.Count.EqualTo(2));
    }

    [Test]
    public void Commands_OfAnotherKindOrMigration_AreWrittenThemselves()
    {
        _ = Ask(CommandKind.Abort, 1);
        _ = Ask(CommandKind.ForceComplete, 2);
        _ = _acceptance.AcceptAsync(Given.Command(CommandKind.Abort) with { MigrationId = 8 }, default);

        Assert.That(_writes, Has.Count.EqualTo(3));
    }

    [Test]
    public void Failure_OfTheWrite_IsTheFailureOfAll()
    {
        var all = Enumerable.Range(1, 3).Select(id => Ask(CommandKind.Abort, id)).ToList();

        _writes.Single().Outcome.SetException(new StoreUnavailableException("full"));

        foreach (var each in all)
            Assert.That(() => each, Throws.InstanceOf<StoreUnavailableException>());
    }

    [Test]
    public void Failure_BeforeTheWriteBegins_DoesNotStopTheNext()
    {
        var commands = new Mock<ICommandStore>();
        commands.Setup(port => port.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .Throws(new StoreUnavailableException("closed"));
        _acceptance = new SharedAcceptance(commands.Object);

        Assert.That(() => Ask(CommandKind.Abort, 1), Throws.InstanceOf<StoreUnavailableException>());
        Assert.That(() => Ask(CommandKind.Abort, 2), Throws.InstanceOf<StoreUnavailableException>());
        commands.Verify(port => port.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()), Times.Exactly(2));
    }

    [Test]
    public async Task Caller_WhoGivesUp_IsReplacedByOneWhoWaits()
    {
        using var gone = new CancellationTokenSource();
        var first = Ask(CommandKind.Abort, 1, gone.Token);
        var second = Ask(CommandKind.Abort, 2);

        await gone.CancelAsync();
        await Eventually.IsTrueAsync("a second write", () => _writes.Count == 2);
        _writes[1].Outcome.SetResult(_writes[1].Command);

        Assert.That(() => first, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await second).Id, Is.EqualTo(2));
    }

    [Test]
    public void Caller_WhoGivesUpWhileAnotherWrites_LeavesThatWriteAlone()
    {
        using var gone = new CancellationTokenSource();
        _ = Ask(CommandKind.Abort, 1);
        var second = Ask(CommandKind.Abort, 2, gone.Token);

        gone.Cancel();

        Assert.That(() => second, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_writes.Single().Outcome.Task.IsCompleted, Is.False);
    }

    private Task<MigrationCommand> Ask(CommandKind kind, long id, CancellationToken cancellationToken = default) =>
        _acceptance.AcceptAsync(Given.Command(kind) with { Id = id }, cancellationToken);

    private Task<MigrationCommand> Begin(MigrationCommand command, CancellationToken cancellationToken)
    {
        var outcome = new TaskCompletionSource<MigrationCommand>();
        cancellationToken.Register(() => outcome.TrySetCanceled(cancellationToken));
        _writes.Add((command, outcome));
        return outcome.Task;
    }
}
