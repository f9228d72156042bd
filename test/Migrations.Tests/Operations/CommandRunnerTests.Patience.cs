using Migrations.Drivers;
using Moq;

namespace Migrations.Tests.Operations;

/// <summary>Commands that wait, for the hypervisor or for the store.</summary>
public sealed partial class CommandRunnerTests
{
    [Test]
    public void Command_PendingSinceBeforeTheStart_IsGivenUpAtItsPatienceByTheWallClock()
    {
        Aborts(() => throw new MigrationDriverException(DriverErrorKind.Unreachable, "no socket"));
        Accept(CommandKind.Abort);
        _clock.Advance(_commandOptions.CommandPatience - _options.Interval);
        Begin();
        Assert.That(_store.Of(7).Single().Outcome, Is.EqualTo(CommandOutcome.Pending));

        Pass(_options.Interval * 2);

        Assert.That(_store.Of(7).Single().Outcome, Is.EqualTo(CommandOutcome.Unreachable));
    }

    [Test]
    public void Command_FromBeforeTheClockWasSetBack_HasItsPatienceFromTheStart()
    {
        Aborts(() => throw new MigrationDriverException(DriverErrorKind.Unreachable, "no socket"));
        Accept(CommandKind.Abort);
        _clock.SetWallClock(TimeSpan.FromHours(-1));
        Begin();

        Pass(_commandOptions.CommandPatience - _options.Interval);
        Assert.That(_store.Of(7).Single().Outcome, Is.EqualTo(CommandOutcome.Pending));
        Pass(_options.Interval * 2);

        Assert.That(_store.Of(7).Single().Outcome, Is.EqualTo(CommandOutcome.Unreachable));
    }

    [Test]
    public void Command_AcceptedJustBeforeTheClockIsSetForward_KeepsItsPatience()
    {
        Aborts(() => throw new MigrationDriverException(DriverErrorKind.Unreachable, "no socket"));
        Begin();
        Accept(CommandKind.Abort);
        _clock.SetWallClock(TimeSpan.FromHours(1));

        Pass(_commandOptions.CommandPatience - _options.Interval);

        Assert.That(_store.Of(7).Single().Outcome, Is.EqualTo(CommandOutcome.Pending));
    }

    [Test]
    public void Commands_ThatCannotBeRead_AreReadAgainAndTheFailureIsLoggedOnce()
    {
        Accept(CommandKind.Abort);
        _commands.Setup(port => port.Pending()).Throws(new StoreUnavailableException("the disk is full"));
        Begin();
        Pass(_options.Interval * 5);
        VerifyAborts(Times.Never());

        _commands.Setup(port => port.Pending()).Returns(_store.Pending);
        Pass(_options.Interval);

        VerifyAborts(Times.Once());
        Assert.That(_log.Lines, Is.EqualTo(new[] { "Error: Pending commands cannot be read; they wait until they can be" }));
    }

    [Test]
    public void Command_WhoseTurnCannotBeWrittenDown_GoesOnWhenTheStoreIsBack()
    {
        _commands.Setup(port => port.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new StoreUnavailableException("the disk is full"));
        Accept(CommandKind.Abort);
        Begin();
        VerifyAborts(Times.Never());

        _commands.Setup(port => port.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>())).Returns(_store.SaveAsync);
        Pass(_options.Interval);

        Assert.That(_store.Of(7).Single().Outcome, Is.EqualTo(CommandOutcome.Done));
    }
}
