using Migrations.Decisions;
using Migrations.Live;
using Migrations.Operations;
using Migrations.Tests.Starts;
using Moq;

namespace Migrations.Tests.Operations;

/// <summary>Aborts of migrations that this service has not begun yet.</summary>
public sealed partial class CommandExecutionTests
{
    [Test]
    public async Task Abort_OfAMigrationThatIsNotBegun_EndsItWithoutTheDriver()
    {
        PublishStart(GivenStart.Start() with { CheckedAt = Given.Now });

        Assert.That(await AdvanceAsync(AbortOfStart()), Is.True);

        Assert.That((_saved!.Outcome, _saved.Reason), Is.EqualTo((CommandOutcome.Done, "The migration was withdrawn before it was begun.")));
        Assert.That(_live.Current.Migrations, Is.Empty);
        Assert.That(_live.Current.Servers[GivenStart.ServerOf(0)].TaskState, Is.Null);
        VerifyAborts(Times.Never());
    }

    [Test]
    public async Task Abort_ThatDiedBetweenTheWithdrawalAndItsOwnEnd_IsDoneAfterTheRestart()
    {
        PublishStart(GivenStart.Start());
        _store.Setup(store => store.Find(GivenStart.ServerOf(0), 1)).Returns(Given.Migration(MigrationStatus.Cancelled, id: 1));
        _commands.SetupSequence(commands => commands.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .Returns(Task.CompletedTask).ThrowsAsync(new StoreUnavailableException("killed")).Returns(Task.CompletedTask);
        var command = AbortOfStart();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AdvanceAsync(command));

        Assert.That(await AdvanceAsync(new PendingCommand(command.Row, TimeSpan.Zero, _clock)), Is.True);
    }

    [Test]
    public async Task Abort_OfAMigrationThatMayHaveBeenBegun_WaitsForItsJob()
    {
        PublishStart(GivenStart.Start() with { CheckedAt = Given.Now, CalledAt = Given.Now });

        Assert.That(await AdvanceAsync(AbortOfStart()), Is.False);

        Assert.That(_saved!.Reason, Is.EqualTo("The hypervisor has been told to begin the migration, and does not show its job yet."));
        Assert.That(_live.Current.Migrations.Single().AwaitsItsJob);
    }

    [Test]
    public async Task Abort_ThatComesJustTooLateToWithdraw_WaitsForTheJob()
    {
        PublishStart(GivenStart.Start() with { CheckedAt = Given.Now });
        _commands.Setup(commands => commands.SaveAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .Returns(() => _live.UpdateAsync(snapshot => snapshot.Migrations.Single() is { Start.CalledAt: null } waiting
                ? new LiveChanges { Migrations = [StartMonitor.Call(waiting, Given.Now)] }
                : LiveChanges.None, CancellationToken.None));

        Assert.That(await AdvanceAsync(AbortOfStart()), Is.False);

        Assert.That(_live.Current.Migrations.Single().Record.Status, Is.EqualTo(MigrationStatus.Preparing));
    }

    private void PublishStart(MigrationStart start) => _live = GivenStart.Published(_store, start);

    private PendingCommand AbortOfStart() =>
        new(Given.Command(CommandKind.Abort) with { MigrationId = 1, ServerUuid = GivenStart.ServerOf(0) }, TimeSpan.Zero, _clock);
}
