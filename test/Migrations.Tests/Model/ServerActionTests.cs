using CsCheck;

namespace Migrations.Tests.Model;

/// <summary>What Nova's clients see of commands and starts: their actions and events.</summary>
public sealed class ServerActionTests
{
    private static readonly DateTimeOffset Ended = Given.Now.AddSeconds(5);

    [TestCase(CommandKind.Abort, "live_migration_cancel", "compute_live_migration_abort")]
    [TestCase(CommandKind.ForceComplete, "live_migration_force_complete", "compute_live_migration_force_complete")]
    public void Action_OfEachCommand_BearsNovasNames(CommandKind kind, string action, string name)
    {
        var command = Given.Command(kind, Given.Now);

        Assert.That((command.ActionName, command.ToEvent()!.Name), Is.EqualTo((action, name)));
    }

    [Test]
    public void Event_OfACommandThatWaits_DoesNotExist() =>
        Assert.That(Given.Command(CommandKind.Abort).ToEvent(), Is.Null);

    [Test]
    public void Event_OfACommandThatIsBeingCarriedOut_HasNoEnd()
    {
        var shown = (Given.Command(CommandKind.Abort, Given.Now) with { Reason = "it waits" }).ToEvent()!;

        Assert.That((shown.StartedAt, shown.EndedAt), Is.EqualTo((Given.Now, (DateTimeOffset?)null)));
        Assert.That((shown.Result, shown.Details), Is.EqualTo(((string?)null, (string?)null)));
    }

    [TestCase(CommandOutcome.Done, "Success", null)]
    [TestCase(CommandOutcome.Refused, "Error", "why")]
    [TestCase(CommandOutcome.TooLate, "Error", "why")]
    [TestCase(CommandOutcome.Unreachable, "Error", "why")]
    public void Event_OfASettledCommand_HasItsResultAndAnErrorItsReason(CommandOutcome outcome, string result, string? details)
    {
        var shown = (Given.Command(CommandKind.Abort, Given.Now) with { Outcome = outcome, EndedAt = Ended, Reason = "why" }).ToEvent()!;

        Assert.That((shown.Result, shown.Details, shown.EndedAt), Is.EqualTo((result, details, Ended)));
    }

    [Test]
    public void Event_OfACommandThatWasSettledBeforeItWasAsked_HasNoLength()
    {
        var shown = (Given.Command(CommandKind.Abort) with { Outcome = CommandOutcome.TooLate, EndedAt = Ended }).ToEvent()!;

        Assert.That((shown.StartedAt, shown.EndedAt), Is.EqualTo((Ended, Ended)));
    }

    [TestCase(true, "conductor_migrate_server")]
    [TestCase(false, "conductor_live_migrate_instance")]
    public void Event_OfAPreCheck_BearsNovasNameAndExistsOnceItIsOver(bool isAwaited, string name)
    {
        var start = Starts.GivenStart.Start() with { IsAwaited = isAwaited };

        Assert.That(start.ToEvents(Given.Migration(MigrationStatus.Accepted)), Is.Empty);
        Assert.That((start with { CheckedAt = Ended }).ToEvents(Given.Migration(MigrationStatus.Queued)), Is.EqualTo(new[]
        {
            new ActionEvent { Name = name, StartedAt = Given.Now, EndedAt = Ended, Result = ActionEvent.Success },
        }));
    }

    [Test]
    public void Event_OfACommandThatIsOver_BeganWhenItWasAsked() =>
        Assert.That((Given.Command(CommandKind.Abort, Given.Now) with { EndedAt = Ended }).ToEvent()!.StartedAt, Is.EqualTo(Given.Now));

    [Test]
    public void Events_OfAStartThatIsOver_AreThePreCheckAndTheMigrationWithTheirOwnTimes()
    {
        var start = Starts.GivenStart.Start() with { CheckedAt = Given.Now.AddSeconds(1), CalledAt = Given.Now.AddSeconds(2) };

        Assert.That(start.ToEvents(Given.Migration(MigrationStatus.Completed) with { EndedAt = Ended, SourceCompute = "compute-1" }), Is.EqualTo(new[]
        {
            new ActionEvent
            {
                Name = "conductor_live_migrate_instance", StartedAt = Given.Now, EndedAt = Given.Now.AddSeconds(1),
                Result = ActionEvent.Success, Host = "compute-1",
            },
            new ActionEvent
            {
                Name = "compute_live_migration", StartedAt = Given.Now.AddSeconds(2), EndedAt = Ended,
                Result = ActionEvent.Success, Host = "compute-1",
            },
        }));
    }

    [Test]
    public void Events_OfAStart_EndWithItsMigrationAndAgreeWithIt() => Gen.Select(Gen.Enum<MigrationStatus>(), Gen.Bool, Gen.Bool).Sample(
        (status, isChecked, isCalled) =>
        {
            var migration = Given.Migration(status) with { EndedAt = status.IsFinal ? Ended : null, Reason = "why" };
            var events = (Starts.GivenStart.Start() with
            {
                CheckedAt = isChecked || isCalled ? Given.Now : null,
                CalledAt = isCalled ? Given.Now : null,
            }).ToEvents(migration);
            return events.Count(told => told.EndedAt is null) == (!status.IsFinal && isCalled ? 1 : 0)
                && events.All(told => told.Details is null == (told.Result != ActionEvent.Error))
                && (!status.IsFinal || events[^1].Result == (status == MigrationStatus.Completed && (isChecked || isCalled) ? ActionEvent.Success : ActionEvent.Error));
        });
}
