using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;
using Moq;

namespace Migrations.Tests.Decisions;

public sealed partial class PassDecisionTests
{
    private static readonly Server Here = Given.Server(task: null);

    [Test]
    public void Decide_ForAJobThatNobodyRecorded_BeginsAMigrationAndMarksTheServer()
    {
        var changes = Decide([], Seen(jobs: [new ObservedJob(Given.Job())]), Here);

        Assert.That(changes.Migrations.Single().Record.JobId, Is.EqualTo("job-1"));
        Assert.That(changes.Servers.Single().TaskState, Is.EqualTo(ServerStates.Migrating));
    }

    [Test]
    public void Decide_ForARecordedJob_KeepsItsId()
    {
        var changes = Decide([Given.Migration()], Seen(jobs: [new ObservedJob(Given.Job())]));

        Assert.That(changes.Migrations.Single().Record.Id, Is.EqualTo(7));
    }

    [Test]
    public void Decide_ForAVanishedJob_WritesItsEndAndFreesTheServer()
    {
        var ends = new Dictionary<long, JobEnd> { [7] = new(JobResult.NotMigrated) };

        var changes = Decide([Given.Migration()], Seen(ends: ends));

        Assert.That(changes.Migrations.Single().Record.Status, Is.EqualTo(MigrationStatus.Failed));
        Assert.That(changes.Servers.Single().TaskState, Is.Null);
    }

    [Test]
    public void Decide_ForAVanishedJobWhoseEndCannotBeRead_KeepsItAndCountsTheMiss()
    {
        var changes = Decide([Given.Migration()], Seen());

        Assert.That(changes.Migrations.Single().Record.Status, Is.EqualTo(MigrationStatus.Running));
        Assert.That(changes.Migrations.Single().MissedSamples, Is.EqualTo(1));
    }

    [Test]
    public void Decide_ForACompletedMigration_RemembersTheServerAtItsDestination()
    {
        var migration = Given.Migration() with { DestCompute = "compute-2" };
        var ends = new Dictionary<long, JobEnd> { [7] = new(JobResult.Completed) };

        var changes = Decide([migration], Seen(ends: ends) with { Servers = [] });

        Assert.That(changes.Servers.Single(), Is.EqualTo(Given.Server(task: null) with { Host = "compute-2" }));
    }

    [Test]
    public async Task Decide_ForAnotherJobUnderTheSameId_EndsTheOldAndBeginsANewMigration()
    {
        var live = Given.Published(new Mock<IMigrationStore>(), Given.Server());
        await live.UpdateAsync(_ => new LiveChanges
        {
            Migrations = [Given.Live(stats: new JobStats(JobPhase.PreCopy) { Elapsed = TimeSpan.FromSeconds(9) })],
        }, CancellationToken.None);
        var reading = new ObservedJob(Given.Job(), new JobStats(JobPhase.PreCopy) { Elapsed = TimeSpan.FromSeconds(1) }, 5);

        var changes = PassDecision.Decide(live.Current, Seen(jobs: [reading]), Given.Judge, Guid.NewGuid);

        Assert.That(changes.Migrations.Select(changed => (changed.Record.Id, changed.Record.Status)),
            Is.EqualTo(new[] { (7L, MigrationStatus.Failed), (0L, MigrationStatus.Running) }));
    }

    [Test]
    public void Decide_ForAReading_RemembersWhenItsTickBeganToLook()
    {
        var read = Decide([Given.Migration()], Seen(jobs: [new ObservedJob(Given.Job(), new JobStats(JobPhase.PreCopy), 5)]));
        var missed = Decide([Given.Migration()], Seen(jobs: [new ObservedJob(Given.Job())]));

        Assert.That(read.Migrations.Single().LookedAt, Is.EqualTo(5));
        Assert.That(missed.Migrations.Single().LookedAt, Is.Null);
    }

    [TestCase(JobPhase.Preparing, MigrationStatus.Preparing)]
    [TestCase(JobPhase.PreCopy, MigrationStatus.Running)]
    public void Decide_ForAQueuedMigrationWhoseJobStarts_KeepsTheMigration(JobPhase phase, MigrationStatus status)
    {
        var seen = Seen(jobs: [new ObservedJob(Given.Job(phase), new JobStats(phase), 5)]);

        var changed = Decide([Given.Migration(MigrationStatus.Queued)], seen).Migrations.Single();

        Assert.That((changed.Record.Id, changed.Record.Status), Is.EqualTo((7L, status)));
    }

    [Test]
    public void Decide_WhenNothingHasChanged_ChangesNoServer()
    {
        var changes = Decide([], Seen(), Here);

        Assert.That(changes.Servers, Is.Empty);
        Assert.That(changes.Migrations, Is.Empty);
    }

    [Test]
    public void Server_ThatIsDeleted_IsMarkedSo()
    {
        var seen = Seen() with { Servers = [], Departed = new Departures([], [Here]) };

        var changes = Decide([], seen, Here);

        Assert.That(changes.Servers, Is.EqualTo(new[] { Here with { Deleted = true } }));
    }

    [Test]
    public void Server_ThatLeavesWithAJobOfThisPass_IsNotDeleted()
    {
        var seen = Seen(jobs: [new ObservedJob(Given.Job())]) with { Servers = [], Departed = new Departures([], [Here]) };

        var changes = Decide([], seen, Here);

        Assert.That(changes.Servers, Is.EqualTo(new[] { Given.Server() }));
    }

    [Test]
    public void Server_ThatIsBackAfterItsDeletion_IsNoLongerMarked()
    {
        var changes = Decide([], Seen(), Given.Server(task: null) with { Deleted = true });

        Assert.That(changes.Servers.Single().Deleted, Is.False);
    }

    private static Observation Seen(IReadOnlyList<ObservedJob>? jobs = null, IReadOnlyDictionary<long, JobEnd>? ends = null) =>
        new([Here], jobs ?? [], ends ?? new Dictionary<long, JobEnd>(), new Dictionary<long, string>(),
            new Dictionary<long, Requester>(), new Departures([], []), Given.Now);

    private static LiveChanges Decide(Migration[] known, Observation seen, Server? server = null) => PassDecision.Decide(
        Given.Published(new Mock<IMigrationStore>(), server ?? Given.Server(), known).Current, seen, Given.Judge, Guid.NewGuid);
}
