using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Operations;
using Moq;

namespace Migrations.Tests.Endings;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SetEndingTermsTests : IDisposable
{
    private static readonly EndingTerms Terms = new()
    {
        Deadline = TimeSpan.FromSeconds(90),
        Action = CommandKind.ForceComplete,
        MaxDowntime = TimeSpan.FromMilliseconds(700),
        MebibytesPerSecond = 20,
    };

    private readonly Mock<IMigrationStore> _store = new();
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private readonly AuditedLines _audit = new();
    private readonly LiveMigrations _live;
    private readonly SetEndingTerms _operation;
    private MigrationChange? _stored;

    public SetEndingTermsTests()
    {
        _live = Given.Published(_store, Given.Server(), Given.Migration());
        _store.Setup(store => store.CommitAsync(
                It.IsAny<IReadOnlyList<MigrationChange>>(), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()))
            .Callback((IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> _, CancellationToken _) => _stored = changes.Single())
            .ReturnsAsync([]);
        var acceptance = new CommandAcceptance(_live, _store.Object, Mock.Of<ICommandStore>(), new CommandSignal(_clock),
            Mock.Of<IMigrationDriver>(), _clock, _audit.Log);
        _operation = new SetEndingTerms(acceptance, _live, _clock, _audit.Log);
    }

    public void Dispose() => _live.Dispose();

    [Test]
    public async Task Terms_OfAStartedMigration_AreStoredToldAndAudited()
    {
        await _live.ShowAsync(StartedMigration.After(10));

        Assert.That(await RequestAsync(Terms), Is.Null);

        Assert.That(_live.Current.Find(Given.ServerUuid, 7)!.Start!.Terms, Is.EqualTo(Terms));
        Assert.That(_stored!.Start!.Terms, Is.EqualTo(Terms));
        Assert.That(_stored.Events.Single(), Has.Property(nameof(MigrationEvent.Kind)).EqualTo(MigrationEventKind.Policy).And.Property(nameof(MigrationEvent.Text))
            .EqualTo("was set by user alice, request req-1: deadline 90s, then force_complete, pause 700ms, at most 20 MiB/s"));
        Assert.That(_audit.Lines.Single(), Does.EndWith("deadline 90s, then force_complete, pause 700ms, at most 20 MiB/s"));
    }

    [TestCase(null, "as the settings say")]
    [TestCase(0, "no deadline")]
    public async Task Terms_ThatSetLittle_AreDescribedAsTheyAre(int? deadline, string described)
    {
        await _live.ShowAsync(StartedMigration.After(10, Terms));

        await RequestAsync(new EndingTerms { Deadline = deadline is { } seconds ? TimeSpan.FromSeconds(seconds) : null });

        Assert.That(_stored!.Events.Single().Text, Does.EndWith($": {described}"));
    }

    [Test]
    public async Task Terms_OfAMigrationThatSomebodyElseHasStarted_AreAConflict() =>
        Assert.That(await RequestAsync(Terms), Is.EqualTo(new MigrationFault(FaultKind.Conflict,
            $"Migration 7 of instance {Given.ServerUuid} was not started by this service, so it has no policy.")));

    [Test]
    public async Task Terms_OfAMigrationThatIsOver_AreRefused()
    {
        _store.Setup(store => store.Find(Given.ServerUuid, 6)).Returns(Given.Migration(MigrationStatus.Completed, id: 6));

        Assert.That(await RequestAsync(Terms, "6"), Is.EqualTo(new MigrationFault(FaultKind.BadRequest,
            $"Migration 6 state of instance {Given.ServerUuid} is completed. Cannot change its policy while the migration is in this state.")));
    }

    [Test]
    public async Task Terms_OfNoMigration_AreNotFound() =>
        Assert.That((await RequestAsync(Terms, "99"))?.Kind, Is.EqualTo(FaultKind.NotFound));

    [TestCase(false, true)]
    [TestCase(true, false)]
    public async Task Terms_OfALockedServer_AreForAdministrators(bool isAdministrator, bool isRefused)
    {
        await _live.ShowAsync(StartedMigration.After(10));

        var fault = await RequestAsync(Terms, "7", Given.Server() with { Locked = true }, isAdministrator);

        Assert.That(fault, Is.EqualTo(isRefused ? MigrationFault.Locked(Given.Server()) : null));
    }

    private Task<MigrationFault?> RequestAsync(
        EndingTerms terms, string migration = "7", Server? server = null, bool isAdministrator = false) => _operation.RequestAsync(
        new CommandRequest(server ?? Given.Server(), Given.ServerUuid.ToString(), migration, Given.Requester, isAdministrator), terms, default);
}
