using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Operations;
using Moq;

namespace Migrations.Tests.Endings;

/// <summary>What is done when a step of the policy is due, for a migration of 2 GiB with the default settings.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EndingExecutionTests : IDisposable
{
    private const string Timeout = "Starts:CompletionTimeout 800s per GiB x 2 GiB = 1600s passed";

    private readonly Mock<IMigrationStore> _store = new();
    private readonly Mock<ICommandStore> _commands = new();
    private readonly Mock<IMigrationStarter> _starter = new();
    private readonly Mock<IMigrationDriver> _driver = new();
    private readonly LogLines<EndingExecution> _log = new();
    private readonly AuditedLines _audit = new();
    private readonly FakeTimeProvider _clock = new(Given.Now);
    private readonly SteeredMigration _steered = new();
    private readonly List<MigrationChange> _stored = [];
    private readonly List<MigrationCommand> _given = [];
    private readonly LiveMigrations _live;
    private readonly EndingExecution _execution;

    public EndingExecutionTests()
    {
        _live = Given.Published(_store, Given.Server(), Given.Migration());
        _store.Setup(store => store.CommitAsync(
                Capture.In(new List<IReadOnlyList<MigrationChange>>()), It.IsAny<IReadOnlyList<Server>>(), It.IsAny<CancellationToken>()))
            .Callback((IReadOnlyList<MigrationChange> changes, IReadOnlyList<Server> _, CancellationToken _) => _stored.AddRange(changes))
            .ReturnsAsync([]);
        _commands.Setup(commands => commands.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((MigrationCommand command, CancellationToken _) => command)
            .Callback((MigrationCommand command, CancellationToken _) => _given.Add(command));
        _commands.Setup(commands => commands.Of(7)).Returns(() => _given);
        _driver.Setup(driver => driver.Capabilities).Returns(new DriverCapabilities("test"));
        var acceptance = new CommandAcceptance(
            _live, _store.Object, _commands.Object, new CommandSignal(_clock), _driver.Object, _clock, _audit.Log);
        _execution = new EndingExecution(_live, _commands.Object, acceptance, _starter.Object,
            Options.Create(new EndingOptions()), _clock, _audit.Log, _log);
    }

    public void Dispose() => _live.Dispose();

    [Test]
    public async Task Step_ThatIsDue_IsSetOnceStoredAndTold()
    {
        await AdvanceAsync(seconds: 160);
        await AdvanceAsync(seconds: 170);

        _starter.Verify(starter => starter.SetMaxDowntimeAsync(
            It.Is<MigrationJob>(job => job.Id == "job-1"), TimeSpan.FromMilliseconds(95), It.IsAny<CancellationToken>()), Times.Once);
        var told = _stored.Single(change => change.Events is [{ Kind: MigrationEventKind.Policy }]);
        Assert.That(told.Start!.AllowedDowntime, Is.EqualTo(TimeSpan.FromMilliseconds(95)));
        Assert.That(told.Events.Single(), Is.EqualTo(new MigrationEvent
        {
            Kind = MigrationEventKind.Policy,
            MigrationId = 7,
            ServerUuid = Given.ServerUuid,
            OccurredAt = Given.Now,
            Status = MigrationStatus.Running,
            Verdict = Verdict.Stalled,
            Text = "allows a pause of 95ms: Starts:MaxDowntime 500ms in DowntimeSteps 10 of DowntimeDelay 75s per GiB x 2 GiB = 150s",
        }));
        Assert.That(_audit.Lines, Is.EqualTo(new[] { $"Information: Policy of migration 7 of server {Given.ServerUuid}: {told.Events[0].Text}" }));
    }

    [Test]
    public async Task Step_ThatFails_IsTriedAgainAndWarnsOnce()
    {
        _starter.SetupSequence(starter => starter.SetMaxDowntimeAsync(It.IsAny<MigrationJob>(), It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new MigrationDriverException(DriverErrorKind.Unreachable, "it is gone"))
            .ThrowsAsync(new MigrationDriverException(DriverErrorKind.Unreachable, "it is gone"))
            .Returns(Task.CompletedTask);

        for (var pass = 0; pass < 4; pass++)
            await AdvanceAsync(seconds: 1 + pass);

        Assert.That(_log.Lines, Is.EqualTo(new[]
        {
            $"Warning: The policy of migration 7 of server {Given.ServerUuid} cannot be applied; it is tried again after each pass: it is gone",
        }));
        Assert.That(_live.Current.Find(Given.ServerUuid, 7)!.Start!.AllowedDowntime, Is.EqualTo(TimeSpan.FromMilliseconds(50)));
    }

    [Test]
    public async Task End_ThatIsDue_IsOneCommandOfThePolicy()
    {
        await AdvanceAsync(seconds: 1600);
        await AdvanceAsync(seconds: 1601);

        var command = _given.Single();
        Assert.That((command.Kind, command.MigrationId, command.RequestedBy.UserId, command.RequestedBy.Because),
            Is.EqualTo((CommandKind.Abort, 7L, "policy", Timeout)));
        Assert.That(command.RequestedBy.RequestId, Does.Match("^req-[0-9a-f-]{36}$"));
        Assert.That(_audit.Lines, Has.One.EqualTo($"Information: Policy of migration 7 of server {Given.ServerUuid}: aborts the migration: {Timeout}"));
    }

    [Test]
    public async Task End_ThatAnEarlierRunHasGiven_IsNotGivenAgain()
    {
        _given.Add(Given.Command(CommandKind.Abort) with { RequestedBy = Requester.Policy("project", Timeout) });

        await AdvanceAsync(seconds: 1600);

        Assert.That(_given, Has.One.Items);
    }

    [Test]
    public async Task End_ThatCannotBeStored_IsGivenAfterALaterPass()
    {
        _commands.SetupSequence(commands => commands.AcceptAsync(It.IsAny<MigrationCommand>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new StoreUnavailableException("the disk is full"))
            .ReturnsAsync(Given.Command(CommandKind.Abort));

        await AdvanceAsync(seconds: 1600);
        Assert.That(_steered.IsEnded, Is.False);
        await AdvanceAsync(seconds: 1601);

        Assert.That((_steered.IsEnded, _log.Lines), Is.EqualTo((true, Array.Empty<string>())));
    }

    [Test]
    public async Task Terms_ThatWereSet_AreAppliedWhileItRuns()
    {
        var terms = new EndingTerms { MebibytesPerSecond = 30, MaxDowntime = TimeSpan.FromSeconds(2), Deadline = TimeSpan.Zero };

        await AdvanceAsync(seconds: 9999, terms: terms);
        await AdvanceAsync(seconds: 9999, terms: terms with { MebibytesPerSecond = 40 });

        _starter.Verify(starter => starter.SetBandwidthAsync(It.IsAny<MigrationJob>(), 30, It.IsAny<CancellationToken>()), Times.Once);
        _starter.Verify(starter => starter.SetBandwidthAsync(It.IsAny<MigrationJob>(), 40, It.IsAny<CancellationToken>()), Times.Once);
        _starter.Verify(starter => starter.SetMaxDowntimeAsync(It.IsAny<MigrationJob>(), TimeSpan.FromSeconds(2), It.IsAny<CancellationToken>()), Times.Once);
        Assert.That(_given, Is.Empty);
    }

    [Test]
    public async Task Migration_ThatSomebodyElseHasStarted_IsLeftAlone()
    {
        await _execution.AdvanceAsync(StartedMigration.After(9999) with { Start = null }, _steered, default);

        _starter.VerifyNoOtherCalls();
        Assert.That(_given, Is.Empty);
    }

    /// <summary>Looks at the migration as a pass at that time shows it.</summary>
    private async Task AdvanceAsync(int seconds, EndingTerms? terms = null)
    {
        var known = await _live.ShowAsync(StartedMigration.After(seconds, terms));
        await _execution.AdvanceAsync(known, _steered, default);
    }
}
