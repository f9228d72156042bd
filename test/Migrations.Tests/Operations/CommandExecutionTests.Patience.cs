using Migrations.Drivers;
using Migrations.Operations;
using Moq;

namespace Migrations.Tests.Operations;

/// <summary>Commands that wait: when they are asked again, and when they are given up.</summary>
public sealed partial class CommandExecutionTests
{
    [TestCase(DriverErrorKind.TimedOut)]
    [TestCase(DriverErrorKind.Unreachable)]
    [TestCase(DriverErrorKind.NotYet)]
    [TestCase(DriverErrorKind.NoSuchJob)]
    public async Task Command_ThatMayStillBeCarriedOut_StaysPendingWithItsReasonAndIsNotRepeatedUnseen(DriverErrorKind kind)
    {
        Publish(MigrationStatus.Running);
        AbortThrows(kind);
        var command = Pending(CommandKind.Abort);

        Assert.That(await AdvanceAsync(command), Is.False);
        Assert.That(await AdvanceAsync(command), Is.False);

        VerifyAborts(Times.Once());
        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Pending).And.Property("Reason").EqualTo($"Tried at {Given.Now:HH:mm:ss} UTC: because"));
    }

    [Test]
    public async Task Command_ThatWaitsForOneReason_IsWrittenWhenItsTriesHaveDoubled()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.NotYet);
        var command = Pending(CommandKind.Abort);

        for (var look = 1; look <= 5; look++)
        {
            await SeeAsync();
            await AdvanceAsync(command);
        }

        VerifyAborts(Times.Exactly(5));
        _commands.Verify(port => port.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()), Times.Exactly(4));
        Assert.That(_saved!.Reason, Is.EqualTo(
            $"Tried 4 times from {Given.Now.AddSeconds(1):HH:mm:ss} to {Given.Now.AddSeconds(4):HH:mm:ss} UTC: because"));
    }

    [Test]
    public async Task Command_AfterAFreshLookWithoutEffect_IsAskedAgain()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.TimedOut);
        var command = Pending(CommandKind.Abort);
        await AdvanceAsync(command);
        await SeeAsync();

        await AdvanceAsync(command);

        VerifyAborts(Times.Exactly(2));
    }

    [Test]
    public async Task Command_AfterALookThatBeganBeforeTheAnswer_IsNotAskedAgain()
    {
        Publish(MigrationStatus.Running);
        var began = _clock.GetTimestamp();
        AbortThrows(DriverErrorKind.TimedOut, () => _clock.Advance(TimeSpan.FromSeconds(15)));
        var command = Pending(CommandKind.Abort);
        await AdvanceAsync(command);
        await SeeAsync(began + TimeSpan.TicksPerSecond);

        await AdvanceAsync(command);

        VerifyAborts(Times.Once());
    }

    [Test]
    public async Task Command_WhenTheClockIsSetBack_IsAskedAgainAfterTheNextLook()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.NotYet);
        var command = Pending(CommandKind.Abort);
        await AdvanceAsync(command);
        _clock.SetWallClock(TimeSpan.FromHours(-1));
        await SeeAsync();

        await AdvanceAsync(command);

        VerifyAborts(Times.Exactly(2));
    }

    [Test]
    public async Task Command_ThatAnEarlierRunAsked_IsAskedAgainAfterTheFirstLook()
    {
        Publish(MigrationStatus.Running);
        var command = Pending(CommandKind.Abort, Given.Now.AddSeconds(-1));

        Assert.That(await AdvanceAsync(command), Is.False);
        VerifyAborts(Times.Never());
        Assert.That(_saved!.Reason, Is.EqualTo("The command was sent; no later reading has shown its effect yet."));

        await SeeAsync();
        Assert.That(await AdvanceAsync(command), Is.True);
        VerifyAborts(Times.Once());
    }

    [TestCase(-3600)]
    [TestCase(0)]
    [TestCase(3600)]
    public async Task Command_BeyondItsPatience_IsUnreachableWhateverTheWallClockSays(int wallClockSeconds)
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.Unreachable);
        var command = Pending(CommandKind.Abort);
        _clock.SetWallClock(TimeSpan.FromSeconds(wallClockSeconds));

        _clock.Advance(_options.CommandPatience - TimeSpan.FromTicks(1));
        Assert.That(await AdvanceAsync(command), Is.False);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(await AdvanceAsync(command), Is.True);

        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Unreachable).And.Property("Reason").Match(@"^Given up after 10m \(Monitoring:CommandPatience\)\. Tried at .* UTC: because$"));
    }

    [Test]
    public async Task Command_ThatEarlierRunsWaitedFor_HasTheRestOfItsPatience()
    {
        Publish(MigrationStatus.Running);
        AbortThrows(DriverErrorKind.Unreachable);
        var command = new PendingCommand(Given.Command(CommandKind.Abort), _options.CommandPatience, _clock);

        Assert.That(await AdvanceAsync(command), Is.True);
        Assert.That(_saved!.Outcome, Is.EqualTo(CommandOutcome.Unreachable));
    }

    [Test]
    public async Task Command_ThatFailsUnexpectedly_IsLoggedOnceAndGivenUpInTime()
    {
        Publish(MigrationStatus.Running);
        _driver.Setup(driver => driver.AbortAsync(It.IsAny<MigrationJob>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("nobody expects this"));
        var command = Pending(CommandKind.Abort);

        for (var look = 1; look <= 3; look++)
        {
            Assert.That(await AdvanceAsync(command), Is.False);
            await SeeAsync();
        }
        VerifyAborts(Times.Exactly(3));
        _clock.Advance(_options.CommandPatience);

        Assert.That(await AdvanceAsync(command), Is.True);
        Assert.That(_saved, Has.Property("Outcome").EqualTo(CommandOutcome.Unreachable)
            .And.Property("Reason").Match(@"^Given up after 10m \(Monitoring:CommandPatience\)\. Tried 4 times from .* UTC: It failed unexpectedly: nobody expects this$"));
        Assert.That(_saved!.StartedAt, Is.EqualTo(Given.Now));
        Assert.That(_log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "Error: Command 3 failed unexpectedly; it is tried again" }));
    }
}
