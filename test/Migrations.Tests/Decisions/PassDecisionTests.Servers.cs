using Migrations.Decisions;
using Migrations.Drivers;

namespace Migrations.Tests.Decisions;

/// <summary>What a pass decides about servers, and about jobs whose servers or ends are odd.</summary>
public sealed partial class PassDecisionTests
{
    private static readonly Dictionary<long, JobEnd> Completed = new() { [7] = new JobEnd(JobResult.Completed) };

    [Test]
    public void Server_ThatIsListedTwice_IsOneServer()
    {
        var changes = Decide([], Seen() with { Servers = [Here with { Name = "first" }, Here with { Name = "last" }] });

        Assert.That(changes.Servers.Select(server => server.Name), Is.EqualTo(new[] { "last" }));
    }

    [Test]
    public void Server_ThatIsNew_IsAdded()
    {
        var other = Here with { Uuid = Guid.NewGuid() };

        Assert.That(Decide([], Seen() with { Servers = [Here, other] }, Here).Servers, Is.EqualTo(new[] { other }));
    }

    [Test]
    public void Server_OfAMigrationThatHasGone_StaysMigratingUntilTheEndIsKnown()
    {
        var changes = Decide([Given.Migration()], Seen() with { Servers = [] });

        Assert.That(changes.Servers, Is.Empty);
    }

    [Test]
    public void Server_ThatCompletedToAnUnnamedHost_IsAtItsAddress()
    {
        var migration = Given.Migration() with { DestHost = "192.0.2.2" };

        var server = Decide([migration], Seen(ends: Completed) with { Servers = [] }).Servers.Single();

        Assert.That((server.Host, server.State, server.TaskState), Is.EqualTo(("192.0.2.2", ServerState.Active, (string?)null)));
    }

    [Test]
    public void Server_ThatWasPausedForItsMigration_IsActiveAtItsDestination() =>
        Assert.That(
            Decide([Given.Migration()], Seen(ends: Completed) with { Servers = [] }, Given.Server(ServerState.Paused)).Servers.Single().State,
            Is.EqualTo(ServerState.Active));

    [Test]
    public void Server_ThatIsStillHereAfterACompletedMigration_IsAsTheHypervisorSays()
    {
        var migration = Given.Migration() with { DestCompute = "compute-2" };

        Assert.That(Decide([migration], Seen(ends: Completed)).Servers, Is.EqualTo(new[] { Here }));
    }

    [Test]
    public void Server_ThatIsGoneAfterAFailedMigration_StaysWhereItWas()
    {
        var ends = new Dictionary<long, JobEnd> { [7] = new(JobResult.Failed) };

        var server = Decide([Given.Migration() with { DestCompute = "compute-2" }], Seen(ends: ends) with { Servers = [] }).Servers.Single();

        Assert.That((server.Host, server.TaskState), Is.EqualTo(("compute-1", (string?)null)));
    }

    [Test]
    public void Server_ThatTheSnapshotDoesNotKnow_IsNotDeleted()
    {
        var seen = Seen() with { Servers = [], Departed = new Departures([], [Here with { Uuid = Guid.NewGuid() }]) };

        Assert.That(Decide([], seen, Here).Servers, Is.Empty);
    }

    [Test]
    public void Servers_ThatAreForgotten_AndTheTimeOfThePass_ArePassedOn()
    {
        var changes = Decide([], Seen() with { Servers = [], Departed = new Departures([Here], []) }, Here);

        Assert.That(changes.ForgottenServers, Is.EqualTo(new[] { Given.ServerUuid }));
        Assert.That(changes.SeenAt, Is.EqualTo(Given.Now));
    }

    [Test]
    public void Job_OfAServerThatIsNotListed_TakesItsOwnerFromTheSnapshot()
    {
        var changes = Decide([], Seen(jobs: [new ObservedJob(Given.Job())]) with { Servers = [] }, Here);

        Assert.That(changes.Migrations.Single().Record.ProjectId, Is.EqualTo("project"));
    }

    [Test]
    public void Job_OfAListedServer_TakesItsOwnerFromTheList()
    {
        var seen = Seen(jobs: [new ObservedJob(Given.Job())]) with { Servers = [Here with { ProjectId = "other" }] };

        Assert.That(Decide([], seen, Here).Migrations.Single().Record.ProjectId, Is.EqualTo("other"));
    }

    [Test]
    public void Job_WithAnotherId_IsAnotherMigration()
    {
        var changes = Decide([Given.Migration()], Seen(jobs: [new ObservedJob(Given.Job(id: "job-2"))]));

        Assert.That(changes.Migrations.Select(live => (live.Record.Id, live.MissedSamples)), Is.EqualTo(new[] { (0L, 0), (7L, 1) }));
    }

    [Test]
    public void Job_ThatCannotBeRead_IsMissedForItsReason()
    {
        var changes = Decide([Given.Migration()], Seen(jobs: [new ObservedJob(Given.Job(), Failure: "no answer")]));

        Assert.That(changes.Migrations.Single().MissedBecause, Is.EqualTo("no answer"));
    }

    [Test]
    public void End_ThatCannotBeRead_IsMissedForItsReason()
    {
        var changes = Decide([Given.Migration()], Seen() with { UnreadableEnds = new Dictionary<long, string> { [7] = "no answer" } });

        Assert.That(changes.Migrations.Single().MissedBecause, Is.EqualTo("no answer"));
    }

    [Test]
    public void End_OfAJobThatACallerAborted_NamesTheCaller()
    {
        var seen = Seen(ends: new Dictionary<long, JobEnd> { [7] = new(JobResult.Cancelled) }) with
        {
            Aborts = new Dictionary<long, Requester> { [7] = new("alice", null, "req-1") },
        };

        Assert.That(Decide([Given.Migration()], seen).Migrations.Single().Record.EndReason, Is.EqualTo(EndReason.Aborted));
    }
}
