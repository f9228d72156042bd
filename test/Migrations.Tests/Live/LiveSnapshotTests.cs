using Migrations.Live;

namespace Migrations.Tests.Live;

public sealed class LiveSnapshotTests
{
    private static readonly Guid Other = Guid.NewGuid();

    [Test]
    public void Migrations_OfAServer_AreInTheOrderOfTheirIds()
    {
        var snapshot = With(LiveSnapshot.Empty, Live(9), Live(7), Live(8));

        Assert.That(snapshot.Of(Given.ServerUuid).Select(live => live.Record.Id), Is.EqualTo(new[] { 7, 8, 9 }));
    }

    [Test]
    public void Migrations_OfAnotherServer_AreKeptApart()
    {
        var snapshot = With(LiveSnapshot.Empty, Live(7), Live(8, server: Other));

        Assert.That(snapshot.Of(Other).Single().Record.Id, Is.EqualTo(8));
        Assert.That(snapshot.Find(Given.ServerUuid, 8), Is.Null);
        Assert.That(snapshot.Find(Other, 8)?.Record.Id, Is.EqualTo(8));
        Assert.That(snapshot.Of(Guid.NewGuid()), Is.Empty);
        Assert.That(snapshot.Migrations.Count(), Is.EqualTo(2));
    }

    [Test]
    public void Started_AreThoseThatThisServiceStartsUntilTheyAreOver()
    {
        var start = new MigrationStart
        {
            Order = new StartOrder(Other, Guid.NewGuid(), Host: null, IsForced: false, DiskCopy.Auto),
            RequestedBy = new Requester(null, null, "req-1"),
            RequestedAt = Given.Now,
            IsAwaited = false,
        };
        var mine = Live(8, server: Other) with { Start = start };

        var running = With(LiveSnapshot.Empty, Live(7), mine);
        var over = With(running, mine with { Record = mine.Record with { Status = MigrationStatus.Completed } });

        Assert.That(running.Started.Values, Is.EqualTo(new[] { mine }));
        Assert.That(over.Started, Is.Empty);
    }

    [Test]
    public void Migration_ThatChanges_ReplacesItselfOnly()
    {
        var before = With(LiveSnapshot.Empty, Live(7), Live(8));

        var after = With(before, Live(7, MigrationStatus.PostMigrating));

        Assert.That(after.Of(Given.ServerUuid).Select(live => live.Record.Status),
            Is.EqualTo(new[] { MigrationStatus.PostMigrating, MigrationStatus.Running }));
        Assert.That(before.Find(Given.ServerUuid, 7)?.Record.Status, Is.EqualTo(MigrationStatus.Running), "a snapshot never changes");
    }

    [Test]
    public void Migration_ThatIsOver_LeavesTheOthers()
    {
        var snapshot = With(With(LiveSnapshot.Empty, Live(7), Live(8)), Live(7, MigrationStatus.Completed));

        Assert.That(snapshot.Migrations.Select(live => live.Record.Id), Is.EqualTo(new[] { 8 }));
    }

    [Test]
    public void Servers_ThatAreForgotten_LeaveTheOthers()
    {
        var other = Given.Server() with { Uuid = Other };
        var before = LiveSnapshot.Empty.With(new LiveChanges { Servers = [Given.Server(), other] });

        var after = before.With(new LiveChanges { ForgottenServers = [Given.ServerUuid] });

        Assert.That(after.Servers.Values, Is.EqualTo(new[] { other }));
    }

    [Test]
    public void SeenAt_WhenNothingWasSeen_StaysAsItWas()
    {
        var seen = LiveSnapshot.Empty.With(new LiveChanges { SeenAt = Given.Now });

        Assert.That(LiveSnapshot.Empty.SeenAt, Is.Null);
        Assert.That(seen.With(LiveChanges.None).SeenAt, Is.EqualTo(Given.Now));
        Assert.That(seen.With(new LiveChanges { SeenAt = Given.Now.AddSeconds(1) }).SeenAt, Is.EqualTo(Given.Now.AddSeconds(1)));
    }

    private static LiveMigration Live(long id, MigrationStatus status = MigrationStatus.Running, Guid? server = null) =>
        new(Given.Migration(status, id) with { ServerUuid = server ?? Given.ServerUuid });

    private static LiveSnapshot With(LiveSnapshot snapshot, params LiveMigration[] migrations) =>
        snapshot.With(new LiveChanges { Migrations = migrations });
}
