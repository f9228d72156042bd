using Migrations.Live;
using Moq;

namespace Migrations.Tests.Live;

public sealed class LiveMigrationsTests
{
    private readonly Mock<IMigrationStore> _store = new();

    [SetUp]
    public void Forget() => _store.Reset();

    [Test]
    public async Task Update_WhenTheStoreFails_PublishesNothing()
    {
        var live = Given.Published(_store, Given.Server(), Given.Migration());
        _store.Setup(port => port.CommitAsync(
            It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new IOException("disk full"));
        var before = live.Current;

        await Assert.ThrowsAsync<IOException>(() => live.UpdateAsync(_ => Changed(MigrationStatus.PostMigrating), CancellationToken.None));

        Assert.That(live.Current, Is.SameAs(before));
    }

    [Test]
    public async Task Update_ThatChangesAStatus_StoresTheEventWithIt()
    {
        var live = Given.Published(_store, Given.Server(), Given.Migration());

        await live.UpdateAsync(_ => Changed(MigrationStatus.PostMigrating), CancellationToken.None);

        _store.Verify(port => port.CommitAsync(
            It.Is<IReadOnlyList<MigrationChange>>(changes =>
                changes.Single().Migration.Status == MigrationStatus.PostMigrating
                && changes.Single().Events.Single().Kind == MigrationEventKind.Status),
            It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task CaughtUp_WhileACommitIsBeingPublished_WaitsForIt()
    {
        var live = Given.Published(_store, Given.Server(), Given.Migration());
        var commit = new TaskCompletionSource<IReadOnlyList<Migration>>();
        _store.Setup(port => port.CommitAsync(
            It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>())).Returns(commit.Task);
        var update = live.UpdateAsync(_ => Changed(MigrationStatus.PostMigrating), CancellationToken.None);

        var caughtUp = live.CaughtUpAsync(CancellationToken.None);
        Assert.That(caughtUp.IsCompleted, Is.False);
        commit.SetResult([]);
        await update;

        Assert.That((await caughtUp).Of(Given.ServerUuid).Single().Record.Status, Is.EqualTo(MigrationStatus.PostMigrating));
    }

    [Test]
    public async Task Update_WithAFinalMigration_TakesItOutOfTheSnapshot()
    {
        var live = Given.Published(_store, Given.Server(), Given.Migration());

        await live.UpdateAsync(_ => Changed(MigrationStatus.Completed), CancellationToken.None);

        Assert.That(live.Current.Of(Given.ServerUuid), Is.Empty);
    }

    [Test]
    public async Task Update_WithANewMigration_PublishesItUnderTheStoresId()
    {
        var live = Given.Published(_store, Given.Server());

        await live.UpdateAsync(_ => new LiveChanges { Migrations = [new LiveMigration(Given.Migration(id: 0))] }, CancellationToken.None);

        Assert.That(live.Current.Of(Given.ServerUuid).Single().Record.Id, Is.EqualTo(100));
    }

    [Test]
    public async Task Update_ThatChangesOnlyWhatIsNotStored_DoesNotWrite()
    {
        var live = Given.Published(_store, Given.Server(), Given.Migration());

        await live.UpdateAsync(_ => new LiveChanges { Migrations = [new LiveMigration(Given.Migration()) { MissedSamples = 1 }] }, CancellationToken.None);

        Assert.That(live.Current.Of(Given.ServerUuid).Single().MissedSamples, Is.EqualTo(1));
        _store.Verify(port => port.CommitAsync(
            It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task Update_OfAServerWithoutMigrations_IsPublishedButNotStored()
    {
        var live = Given.Published(_store, Given.Server());

        await live.UpdateAsync(_ => new LiveChanges { Servers = [Given.Server(ServerState.Paused)] }, CancellationToken.None);

        Assert.That(live.Current.Servers[Given.ServerUuid].State, Is.EqualTo(ServerState.Paused));
        _store.Verify(port => port.CommitAsync(
            It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Test]
    public async Task Update_OfAServerThatIsDeletedOrBack_IsStored([Values] bool deleted)
    {
        var live = Given.Published(_store, Given.Server() with { Deleted = !deleted });
        var changed = Given.Server() with { Deleted = deleted };

        await live.UpdateAsync(_ => new LiveChanges { Servers = [changed] }, CancellationToken.None);

        _store.Verify(port => port.CommitAsync(
            It.IsAny<IReadOnlyList<MigrationChange>>(), new[] { changed }, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Update_OfAServerWithAMigration_IsStored([Values] bool isNew)
    {
        var live = isNew ? Given.Published(_store, Given.Server()) : Given.Published(_store, Given.Server(), Given.Migration());
        var changed = Given.Server(ServerState.Paused);

        await live.UpdateAsync(_ => new LiveChanges
        {
            Servers = [changed],
            Migrations = isNew ? [new LiveMigration(Given.Migration(id: 0))] : [],
        }, CancellationToken.None);

        _store.Verify(port => port.CommitAsync(
            It.IsAny<IReadOnlyList<MigrationChange>>(), new[] { changed }, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Update_OfAServerThatNobodyKnows_IsPublishedButNotStored()
    {
        var live = Given.Published(_store, Given.Server());
        var other = Given.Server() with { Uuid = Guid.NewGuid() };

        await live.UpdateAsync(_ => new LiveChanges
        {
            Servers = [other],
            Migrations = [new LiveMigration(Given.Migration(id: 0))],
        }, CancellationToken.None);

        Assert.That(live.Current.Servers, Does.ContainKey(other.Uuid));
        _store.Verify(port => port.CommitAsync(
            It.IsAny<IReadOnlyList<MigrationChange>>(), Array.Empty<Server>(), It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task Update_ThatFails_LetsTheNextOneBegin()
    {
        var live = Given.Published(_store, Given.Server());

        Assert.That(() => live.UpdateAsync(_ => throw new InvalidOperationException("defect"), CancellationToken.None),
            Throws.InvalidOperationException);

        await live.UpdateAsync(_ => new LiveChanges { SeenAt = Given.Now }, CancellationToken.None);
        Assert.That(live.Current.SeenAt, Is.EqualTo(Given.Now));
    }

    [Test]
    public async Task Update_WhileAnotherIsUnderWay_DecidesOnWhatThatPublishes()
    {
        var live = Given.Published(_store, Given.Server());
        var stored = new TaskCompletionSource<IReadOnlyList<Migration>>();
        _store.Setup(port => port.CommitAsync(
            It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>())).Returns(stored.Task);
        var first = live.UpdateAsync(_ => new LiveChanges { Migrations = [new LiveMigration(Given.Migration(id: 0))] }, CancellationToken.None);
        LiveSnapshot? decidedOn = null;

        var second = live.UpdateAsync(snapshot =>
        {
            decidedOn = snapshot;
            return LiveChanges.None;
        }, CancellationToken.None);
        Assert.That(decidedOn, Is.Null);
        stored.SetResult([Given.Migration(id: 100)]);
        await Task.WhenAll(first, second);

        Assert.That(decidedOn!.Find(Given.ServerUuid, 100), Is.Not.Null);
    }

    private static LiveChanges Changed(MigrationStatus status) =>
        new() { Migrations = [new LiveMigration(Given.Migration(status))] };
}
