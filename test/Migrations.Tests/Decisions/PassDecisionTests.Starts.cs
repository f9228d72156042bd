using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Tests.Starts;
using Moq;

namespace Migrations.Tests.Decisions;

public sealed partial class PassDecisionTests
{
    [TestCase(MigrationStatus.Accepted)]
    [TestCase(MigrationStatus.Queued)]
    [TestCase(MigrationStatus.Preparing)]
    public void Decide_ForAJobOfAServerThatIsToBeMigrated_GivesItToThatMigration(MigrationStatus status)
    {
        var job = Given.Job(id: "job-9") with { SourceNode = "node-1", DestHost = "10.0.0.2" };

        var changed = DecideWaiting(status, Seen(jobs: [new ObservedJob(job, new JobStats(JobPhase.PreCopy), 5)])).Migrations.Single();

        Assert.That((changed.Record.Id, changed.Record.JobId, changed.Record.Status, changed.Record.SourceNode, changed.Record.DestHost),
            Is.EqualTo((7L, "job-9", MigrationStatus.Running, "node-1", "10.0.0.2")));
        Assert.That((changed.Start!.CheckedAt, changed.Start.CalledAt), Is.EqualTo(((DateTimeOffset?)Given.Now, (DateTimeOffset?)Given.Now)));
    }

    [Test]
    public void Decide_ForAJobThatTheHypervisorHasJustBegun_LearnsWhereItRuns()
    {
        var job = Given.Job() with { SourceNode = "node-1" };

        var changed = DecideWaiting(MigrationStatus.Preparing, Seen(jobs: [new ObservedJob(job)]), jobId: "job-1").Migrations.Single();

        Assert.That((changed.Record.Id, changed.Record.SourceNode), Is.EqualTo((7L, "node-1")));
    }

    [Test]
    public void Decide_ForTwoJobsOfSuchAServer_GivesItOneOfThem()
    {
        var changes = DecideWaiting(MigrationStatus.Queued, Seen(jobs: [new ObservedJob(Given.Job(id: "a")), new ObservedJob(Given.Job(id: "b"))]));

        Assert.That(changes.Migrations.Select(changed => (changed.Record.Id, changed.Record.JobId)), Is.EqualTo(new[] { (7L, "a"), (0L, "b") }));
    }

    [Test]
    public void Decide_WithoutAJobOfSuchAServer_LeavesTheMigrationToItsRunnerAndTheServerMigrating()
    {
        var ends = new Dictionary<long, JobEnd> { [7] = new(JobResult.NotMigrated) };

        var changes = DecideWaiting(MigrationStatus.Queued, Seen(ends: ends));

        Assert.That(changes.Migrations, Is.Empty);
        Assert.That(changes.Servers, Is.Empty, "it was and is migrating");
    }

    [Test]
    public void Decide_ForAServerThatWasJudgedToHaveLeftBeforeItsMigrationWasAccepted_NeitherForgetsNorDeletesIt()
    {
        var seen = Seen() with { Servers = [], Departed = new Departures([Here], [Here]) };

        var changes = DecideWaiting(MigrationStatus.Accepted, seen);

        Assert.That(changes.ForgottenServers, Is.Empty);
        Assert.That(changes.Servers, Is.Empty);
    }

    [Test]
    public async Task Decide_ForAServerOfWhichAMigrationWasAcceptedAndEndedSinceItWasJudged_NeitherForgetsNorDeletesIt()
    {
        var live = Given.Published(new Mock<IMigrationStore>(), Here);
        foreach (var task in new[] { ServerStates.Migrating, null })
            await live.UpdateAsync(snapshot => new LiveChanges { Servers = [snapshot.Servers[Given.ServerUuid] with { TaskState = task }] }, CancellationToken.None);

        var changes = PassDecision.Decide(
            live.Current, Seen() with { Servers = [], Departed = new Departures([Here], [Here]) }, Given.Judge, Guid.NewGuid);

        Assert.That(changes.ForgottenServers, Is.Empty);
        Assert.That(changes.Servers, Is.Empty);
    }

    [Test]
    public void Decide_ForAStartedMigrationThatHasItsJob_TakesNoOtherJobForIt()
    {
        var changes = DecideWaiting(MigrationStatus.Preparing, Seen(jobs: [new ObservedJob(Given.Job(id: "job-9"))]), jobId: "job-1");

        Assert.That(changes.Migrations.Select(changed => (changed.Record.Id, changed.Record.JobId, changed.MissedSamples)),
            Is.EquivalentTo(new[] { (0L, "job-9", 0), (7L, "job-1", 1) }));
    }

    private static LiveChanges DecideWaiting(MigrationStatus status, Observation seen, string? jobId = null)
    {
        var store = new Mock<IMigrationStore>();
        var live = Given.Published(store, Given.Server());
        store.Setup(port => port.Load()).Returns(new StoredMigrations([Given.Server()], [Given.Migration(status) with { JobId = jobId }])
        {
            Starts = new Dictionary<long, MigrationStart> { [7] = GivenStart.Start() },
        });
        live.Load();
        return PassDecision.Decide(live.Current, seen, Given.Judge, Guid.NewGuid);
    }
}
