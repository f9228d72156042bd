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

    [TestCase(ForceCompleteMeans.PostCopy, "The migration is in post-copy.")]
    [TestCase(ForceCompleteMeans.Pause, "The server is paused.")]
    [TestCase(null, "The job is being aborted.")]
    public void Command_ThatIsDone_SaysWhatItDid(ForceCompleteMeans? means, string reason) =>
        Assert.That(CommandStep.Settle.Done(means), Is.EqualTo(new CommandStep.Settle(CommandOutcome.Done, reason, means)));

    [Test]
    public void ForceComplete_OfAServerThatSomebodyElsePaused_IsAskedOfTheDriver() =>
        Assert.That(
            CommandStep.Next(Given.Command(CommandKind.ForceComplete), Sampled(new JobStats(JobPhase.PreCopy)), null,
                Given.Server(ServerState.Paused), askedAt: null),
            Is.InstanceOf<CommandStep.Ask>());

    [Test]
    public void ForceComplete_ThatWasAskedAndShowsNoEffect_IsAskedAgain() =>
        Assert.That(Next(CommandKind.ForceComplete, Sampled(new JobStats(JobPhase.PreCopy)), askedAt: Asked), Is.InstanceOf<CommandStep.Ask>());

    [Test]
    public void ForceComplete_OfAJobThatIsBeingAborted_IsAskedOfTheDriver() =>
        Assert.That(Next(CommandKind.ForceComplete, Sampled(new JobStats(JobPhase.Aborting))), Is.InstanceOf<CommandStep.Ask>());

    [Test]
    public void Abort_OfAMigrationThatNeverBoreAJobsName_IsAskedByTheServersUuid()
    {
        var nameless = new LiveMigration(Given.Migration() with { JobId = null });

        Assert.That(Next(CommandKind.Abort, nameless), Is.EqualTo(
            new CommandStep.Ask(new MigrationJob(Given.ServerUuid.ToString(), Given.ServerUuid, JobPhase.PreCopy))));
    }

    [Test]
    public void Command_ThatIsAsked_CarriesThePhaseOfTheLastReading() =>
        Assert.That(Next(CommandKind.Abort, Sampled(new JobStats(JobPhase.Storage))), Is.EqualTo(
            new CommandStep.Ask(new MigrationJob("job-1", Given.ServerUuid, JobPhase.Storage))));

    [TestCase(MigrationStatus.Completed, "The migration is completed.")]
    [TestCase(null, "The migration is gone.")]
    public void Command_OfAMigrationThatIsOver_SaysHowItEnded(MigrationStatus? ended, string reason) =>
        Assert.That(
            CommandStep.Next(Given.Command(CommandKind.Abort, Given.Now), null, ended is { } status ? Given.Migration(status) : null, null, null),
            Is.EqualTo(new CommandStep.Settle(CommandOutcome.TooLate, reason)));

    private static LiveMigration Sampled(JobStats stats) => Given.Live(stats: stats, lookedAt: Asked + 1);

    private static CommandStep Next(CommandKind kind, LiveMigration live, long? askedAt = null) =>
        CommandStep.Next(Given.Command(kind), live, null, Given.Server(), askedAt);
}
