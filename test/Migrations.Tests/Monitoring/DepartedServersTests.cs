using Migrations.Decisions;
using Migrations.Live;
using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Monitoring;

public sealed class DepartedServersTests
{
    private readonly Mock<IMigrationStore> _store = new();
    private DepartedServers _departed = null!;
    private LiveMigrations _live = null!;

    [SetUp]
    public void Begin()
    {
        _store.Reset();
        _live = Given.Published(_store, Given.Server(task: null));
        _departed = new DepartedServers(_store.Object);
    }

    [TearDown]
    public void End() => _live.Dispose();

    [Test]
    public void Server_ThatHasLeftAndWhoseLastMigrationIsDeleted_IsForgotten()
    {
        Remember(Given.Migration(MigrationStatus.Completed));
        Assert.That(ToForget(Given.Server()), Is.Empty);
        Assert.That(ToForget(), Is.Empty, "its migration is remembered");

        Remember(null);
        _departed.Pruned([Given.ServerUuid]);

        Assert.That(ToForget(), Is.EqualTo(new[] { Given.ServerUuid }));
        Assert.That(ToForget(), Is.EqualTo(new[] { Given.ServerUuid }), "again, until it is gone from the snapshot");
    }

    [Test]
    public void Server_ThatIsBackByThen_IsNotForgotten()
    {
        _departed.Pruned([Given.ServerUuid]);

        Assert.That(ToForget(Given.Server()), Is.Empty);
    }

    [Test]
    public void Server_WithAnotherMigrationLeft_IsNotForgotten()
    {
        Remember(Given.Migration(MigrationStatus.Completed));
        _departed.Pruned([Given.ServerUuid]);

        Assert.That(ToForget(), Is.Empty);
    }

    [Test]
    public void Servers_ThatStayAway_AreNotLookedUpAgain()
    {
        Remember(Given.Migration(MigrationStatus.Completed));
        ToForget(Given.Server());
        for (var tick = 0; tick < 5; tick++)
            ToForget();

        _store.Verify(store => store.FindLatest(It.IsAny<Guid>()), Times.Once);
    }

    [TestCase(MigrationStatus.Cancelled, true)]
    [TestCase(MigrationStatus.Failed, true)]
    [TestCase(MigrationStatus.Error, true)]
    [TestCase(MigrationStatus.Completed, false)]
    [TestCase(MigrationStatus.Running, false)]
    public void Server_ThatLeaves_IsDeletedUnlessAMigrationExplainsIt(MigrationStatus last, bool isDeleted)
    {
        Remember(Given.Migration(last));
        Judge(Given.Server());

        Assert.That(Judge().Deleted, Is.EqualTo(isDeleted ? new[] { Given.Server(task: null) } : []));
        Assert.That(Judge().Deleted, Is.EqualTo(isDeleted ? new[] { Given.Server(task: null) } : []), "again, until the snapshot shows it");
    }

    [Test]
    public async Task Server_ThatIsShownAsDeleted_IsNotJudgedAgainUntilItsMigrationsAre()
    {
        Remember(Given.Migration(MigrationStatus.Cancelled));
        Judge(Given.Server());
        await _live.UpdateAsync(_ => new LiveChanges { Servers = [Given.Server() with { Deleted = true }] }, CancellationToken.None);

        Assert.That(Judge().Deleted, Is.Empty);
        _store.Invocations.Clear();
        Judge();
        _store.Verify(store => store.FindLatest(It.IsAny<Guid>()), Times.Never);
        Remember(null);
        _departed.Pruned([Given.ServerUuid]);
        Assert.That(ToForget(), Is.EqualTo(new[] { Given.ServerUuid }));
    }

    private void Remember(Migration? migration) => _store.Setup(store => store.FindLatest(Given.ServerUuid)).Returns(migration);

    private IEnumerable<Guid> ToForget(params Server[] listed) => Judge(listed).Forgotten.Select(server => server.Uuid);

    private Departures Judge(params Server[] listed) => _departed.Judge(_live.Current, listed);
}
