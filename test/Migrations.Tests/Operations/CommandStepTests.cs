using Migrations.Drivers;
using Migrations.Live;
using Migrations.Operations;

namespace Migrations.Tests.Operations;

public sealed class CommandStepTests
{
    private const long Asked = 1000;

    [TestCase(CommandKind.Abort, MigrationStatus.Queued)]
    [TestCase(CommandKind.Abort, MigrationStatus.Preparing)]
    [TestCase(CommandKind.Abort, MigrationStatus.Running)]
    [TestCase(CommandKind.ForceComplete, MigrationStatus.Running)]
    public void Command_ThatIsStillPossible_IsAskedOfTheDriverForTheSameJob(CommandKind kind, MigrationStatus status) =>
        Assert.That(Next(kind, Given.Live(status)), Is.InstanceOf<CommandStep.Ask>()
            .With.Property("Job").Property("Id").EqualTo("job-1"));

    [TestCase(CommandKind.Abort, MigrationStatus.RunningPostCopy)]
    [TestCase(CommandKind.Abort, MigrationStatus.PostMigrating)]
    [TestCase(CommandKind.ForceComplete, MigrationStatus.PostMigrating)]
    public void Command_ForAMigrationThatHasGoneTooFar_IsTooLate(CommandKind kind, MigrationStatus status) =>
        Assert.That(Next(kind, Given.Live(status)), Is.EqualTo(
            new CommandStep.Settle(CommandOutcome.TooLate, $"The migration is {status.WireName}.")));

    [Test]
    public void ForceComplete_OfAMigrationInPostCopy_IsDone() =>
        Assert.That(Next(CommandKind.ForceComplete, Given.Live(MigrationStatus.RunningPostCopy)),
            Is.InstanceOf<CommandStep.Settle>().With.Property("Means").EqualTo(ForceCompleteMeans.PostCopy));

    [TestCase(null)]
    [TestCase(0)]
    [TestCase(-1)]
    public void Command_ThatWasAskedWithoutAFreshLookSince_Waits(int? lookedAfter) =>
        Assert.That(
            Next(CommandKind.Abort, Given.Live(lookedAt: Asked + lookedAfter), askedAt: Asked), Is.InstanceOf<CommandStep.Wait>());

    [Test]
    public void Abort_ThatWasAskedAndIsUnderWay_IsDone() =>
        Assert.That(
            Next(CommandKind.Abort, Sampled(new JobStats(JobPhase.Aborting)), askedAt: Asked),
            Is.InstanceOf<CommandStep.Settle>().With.Property("Outcome").EqualTo(CommandOutcome.Done));

    [Test]
    public void Abort_ThatWasAskedAndShowsNoEffect_IsAskedAgain() =>
        Assert.That(Next(CommandKind.Abort, Sampled(new JobStats(JobPhase.PreCopy)), askedAt: Asked), Is.InstanceOf<CommandStep.Ask>());

    [Test]
    public void ForceComplete_ThatWasAskedAndPausedTheServer_IsDone() =>
        Assert.That(
            CommandStep.Next(Given.Command(CommandKind.ForceComplete), Sampled(new JobStats(JobPhase.PreCopy)), null,
                Given.Server(ServerState.Paused), Asked),
            Is.InstanceOf<CommandStep.Settle>().With.Property("Means").EqualTo(ForceCompleteMeans.Pause));

    [TestCase(CommandKind.Abort, MigrationStatus.Cancelled, true, CommandOutcome.Done)]
    [TestCase(CommandKind.Abort, MigrationStatus.Cancelled, false, CommandOutcome.TooLate)]
    [TestCase(CommandKind.Abort, MigrationStatus.Completed, true, CommandOutcome.TooLate)]
    [TestCase(CommandKind.ForceComplete, MigrationStatus.Completed, true, CommandOutcome.Done)]
    [TestCase(CommandKind.ForceComplete, MigrationStatus.Failed, true, CommandOutcome.TooLate)]
    public void Command_OfAMigrationThatIsOver_IsDoneOnlyIfItWasStartedAndHadItsEffect(
        CommandKind kind, MigrationStatus ended, bool started, CommandOutcome outcome) =>
        Assert.That(
            CommandStep.Next(Given.Command(kind, started ? Given.Now : null), null, Given.Migration(ended), Given.Server(), null),
            Is.InstanceOf<CommandStep.Settle>().With.Property("Outcome").EqualTo(outcome));

    private static LiveMigration Sampled(JobStats stats) => Given.Live(stats: stats, lookedAt: Asked + 1);

    private static CommandStep Next(CommandKind kind, LiveMigration live, long? askedAt = null) =>
        CommandStep.Next(Given.Command(kind), live, null, Given.Server(), askedAt);
}
