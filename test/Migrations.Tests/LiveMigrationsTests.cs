using Moq;

namespace Migrations.Tests;

public sealed class LiveMigrationsTests
{
    private readonly Mock<IMigrationStore> _store = new();

    [Test]
    public void Update_WhenTheStoreFails_PublishesNothing()
    {
        var live = Given.Published(_store, Given.Server(), Given.Migration());
        _store.Setup(port => port.Commit(It.IsAny<IReadOnlyList<Migration>>(), It.IsAny<IReadOnlyList<Server>>()))
            .Throws(new IOException("disk full"));
        var before = live.Current;

        Assert.Throws<IOException>(() => live.Update(_ => Changed(MigrationStatus.PostMigrating)));

        Assert.That(live.Current, Is.SameAs(before));
    }

    [Test]
    public void Update_WithAFinalMigration_TakesItOutOfTheSnapshot()
    {
        var live = Given.Published(_store, Given.Server(), Given.Migration());

        live.Update(_ => Changed(MigrationStatus.Completed));

        Assert.That(live.Current.Of(Given.ServerUuid), Is.Empty);
    }

    [Test]
    public void Update_WithANewMigration_PublishesItUnderTheStoresId()
    {
        var live = Given.Published(_store, Given.Server());

        live.Update(_ => new LiveChanges { Migrations = [new LiveMigration(Given.Migration(id: 0))] });

        Assert.That(live.Current.Of(Given.ServerUuid).Single().Record.Id, Is.EqualTo(100));
    }

    [Test]
    public void Update_ThatChangesOnlyWhatIsNotStored_DoesNotWrite()
    {
        var live = Given.Published(_store, Given.Server(), Given.Migration());

        live.Update(_ => new LiveChanges { Migrations = [new LiveMigration(Given.Migration()) { MissedSamples = 1 }] });

        Assert.That(live.Current.Of(Given.ServerUuid).Single().MissedSamples, Is.EqualTo(1));
        _store.Verify(port => port.Commit(It.IsAny<IReadOnlyList<Migration>>(), It.IsAny<IReadOnlyList<Server>>()), Times.Never);
    }

    [Test]
    public void Update_OfAServerWithoutMigrations_IsPublishedButNotStored()
    {
        var live = Given.Published(_store, Given.Server());

        live.Update(_ => new LiveChanges { Servers = [Given.Server(ServerState.Paused)] });

        Assert.That(live.Current.Servers[Given.ServerUuid].State, Is.EqualTo(ServerState.Paused));
        _store.Verify(port => port.Commit(It.IsAny<IReadOnlyList<Migration>>(), It.IsAny<IReadOnlyList<Server>>()), Times.Never);
    }

    private static LiveChanges Changed(MigrationStatus status) =>
        new() { Migrations = [new LiveMigration(Given.Migration(status))] };
}
