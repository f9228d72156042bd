namespace Migrations.Tests.Model;

/// <summary>What Nova's clients see of a command: its action and its event.</summary>
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
}
