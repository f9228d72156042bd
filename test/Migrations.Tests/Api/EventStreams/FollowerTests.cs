using Migrations.Api.EventStreams;
using Migrations.Api.EventStreams.Editions;
using Migrations.Api.Policies;
using Migrations.Live;

namespace Migrations.Tests.Api.EventStreams;

public sealed class FollowerTests
{
    private StreamTestbed _streams = null!;

    [SetUp]
    public void Open() => _streams = new StreamTestbed();

    [TearDown]
    public void Close() => _streams.Dispose();

    [Test]
    public async Task Stream_OfANewReader_BeginsWithASnapshotAndAHeartbeat()
    {
        var running = await _streams.BeginAsync();
        var over = await _streams.BeginAsync();
        await _streams.UpdateAsync(Ended(over));

        var frames = StreamTestbed.Parse(_streams.Follower().Next(await _streams.PublishAsync()));

        Assert.That(frames.Select(frame => (frame.Event, frame.Id)), Is.EqualTo(new[] { ("snapshot", (long?)3), ("heartbeat", null) }));
        Assert.That(frames[0].Data["migrations"]!.AsArray().Select(item => (long)item!["migration"]!["id"]!), Is.EqualTo(new[] { running.Record.Id }));
        Assert.That(frames[0].Data["ended"]!.AsArray().Select(item => (long)item!["migration"]!["id"]!), Is.EqualTo(new[] { over.Record.Id }));
        Assert.That((string)frames[0].Data["migrations"]![0]!["server"]!["name"]!, Is.EqualTo("web-1"));
    }

    [Test]
    public async Task Stream_AfterAChangeOfNumbers_TellsOfItOnceWithoutAnId()
    {
        var known = await _streams.BeginAsync();
        var follower = await StartAsync();

        await _streams.UpdateAsync(known with { Record = known.Record with { Progress = new MigrationProgress { Percent = 7 } } });
        var frames = StreamTestbed.Parse(follower.Next(await _streams.PublishAsync()));
        var later = StreamTestbed.Parse(follower.Next(await _streams.PublishAsync()));

        Assert.That(frames.Select(frame => (frame.Event, frame.Id, frame.Migration)), Is.EqualTo(new[] { ("progress", (long?)null, known.Record.Id) }));
        Assert.That((int)frames[0].Data["progress"]!["percent"]!, Is.EqualTo(7));
        Assert.That(later, Is.Empty);
    }

    [Test]
    public async Task Stream_AfterAReadingThatShowsTheSame_IsQuiet()
    {
        var known = await _streams.BeginAsync();
        var follower = await StartAsync();

        await _streams.UpdateAsync(known with { SampledAt = Given.Now.AddSeconds(1), LookedAt = 5 });

        Assert.That(follower.Next(await _streams.PublishAsync()), Is.Empty);
    }

    [Test]
    public async Task Stream_AfterAChangeOfStatus_TellsOfItWithItsIdAndNotAgainAsProgress()
    {
        var known = await _streams.BeginAsync();
        var follower = await StartAsync();

        await _streams.UpdateAsync(known with { Record = known.Record with { Status = MigrationStatus.PostMigrating } });
        var frame = StreamTestbed.Parse(follower.Next(await _streams.PublishAsync())).Single();

        Assert.That((frame.Event, frame.Id, frame.Kind, frame.Status), Is.EqualTo(("migration", (long?)2, "status", "post-migrating")));
    }

    [Test]
    public async Task Stream_AfterACommand_TellsOfItWithWhoGaveIt()
    {
        var known = await _streams.BeginAsync();
        var follower = await StartAsync();

        var accepted = await _streams.Store.AcceptAsync(Command(known), CancellationToken.None);
        await _streams.Store.SaveAsync(accepted with { Outcome = CommandOutcome.Done, Means = ForceCompleteMeans.Pause }, CancellationToken.None);
        var frames = StreamTestbed.Parse(follower.Next(await _streams.PublishAsync()));

        Assert.That(frames.Select(frame => (frame.Kind, (string)frame.Data["event"]!["command"]!["outcome"]!)),
            Is.EqualTo(new[] { ("command_accepted", "pending"), ("command_settled", "done") }));
        Assert.That((string)frames[1].Data["progress"]!["commands"]![0]!["outcome"]!, Is.EqualTo("done"));
    }

    [Test]
    public async Task Resume_WithAKnownEvent_GivesTheLaterOnesAndNoSnapshot()
    {
        var known = await _streams.BeginAsync();
        await _streams.UpdateAsync(known with { Record = known.Record with { Status = MigrationStatus.PostMigrating } });
        await _streams.UpdateAsync(Ended(known));

        var frames = StreamTestbed.Parse(_streams.Follower(after: 1).Next(await _streams.PublishAsync()));

        Assert.That(frames.Where(frame => frame.Id is not null).Select(frame => (frame.Event, frame.Id)),
            Is.EqualTo(new[] { ("migration", (long?)2), ("migration", 3) }));
    }

    [TestCase(4711)]
    [TestCase(1)]
    public async Task Resume_WithAnEventThatTheLogDoesNotKnow_BeginsAnew(long after)
    {
        await _streams.UpdateAsync(Ended(await _streams.BeginAsync()));
        await _streams.Store.PruneAsync(Given.Now, 1, CancellationToken.None);

        Assert.That(StreamTestbed.Parse(_streams.Follower(after).Next(await _streams.PublishAsync()))[0].Event, Is.EqualTo("snapshot"));
    }

    [Test]
    public async Task Reader_WhoMissesMoreThanTheEditionsKeep_StillGetsEveryEvent([Values(100, 200, 501)] int missed)
    {
        var known = await _streams.BeginAsync();
        var follower = await StartAsync();
        for (var count = 0; count < missed; count++)
        {
            await _streams.Store.AcceptAsync(Command(known), CancellationToken.None);
            await _streams.PublishAsync();
        }

        var frames = StreamTestbed.Parse(follower.Next(_streams.Latest));

        if (missed > StreamSource.MostMissed)
            Assert.That((frames[0].Event, frames[0].Id), Is.EqualTo(("snapshot", (long?)_streams.Store.LastId())), "too many for events");
        else
            Assert.That(frames.Select(frame => frame.Id).OfType<long>(), Is.EqualTo(Enumerable.Range(2, missed)));
    }

    [Test]
    public async Task Stream_BelowAMigration_EndsWithItsEnd()
    {
        var (known, other) = (await _streams.BeginAsync(), await _streams.BeginAsync());
        var follower = await StartAsync(new StreamFilter { Server = Given.ServerUuid, Migration = known.Record.Id });

        await _streams.UpdateAsync(Ended(other));
        Assert.That(follower.Next(await _streams.PublishAsync()), Is.Empty);
        Assert.That(follower.IsOver, Is.False);

        await _streams.UpdateAsync(Ended(known));
        Assert.That(StreamTestbed.Parse(follower.Next(await _streams.PublishAsync())).Single().Kind, Is.EqualTo("ended"));
        Assert.That(follower.IsOver);
    }

    [Test]
    public async Task Stream_BelowAMigrationThatIsOver_EndsAfterTheSnapshot()
    {
        var known = await _streams.BeginAsync();
        await _streams.UpdateAsync(Ended(known));
        var follower = _streams.Follower(filter: new StreamFilter { Server = Given.ServerUuid, Migration = known.Record.Id });

        var frame = StreamTestbed.Parse(follower.Next(await _streams.PublishAsync())).Single();

        Assert.That(frame.Data["ended"]!.AsArray(), Has.Count.EqualTo(1));
        Assert.That(follower.IsOver);
    }

    [Test]
    public async Task Stream_OfAStatus_TellsWhatReachesItAndNothingElse()
    {
        var known = await _streams.BeginAsync();
        var follower = await StartAsync(new StreamFilter { Statuses = [MigrationStatus.Completed] });

        await _streams.UpdateAsync(known with { Record = known.Record with { Status = MigrationStatus.PostMigrating } });
        Assert.That(follower.Next(await _streams.PublishAsync()), Is.Empty);

        await _streams.UpdateAsync(Ended(known));
        Assert.That(StreamTestbed.Parse(follower.Next(await _streams.PublishAsync())).Single().Kind, Is.EqualTo("ended"));
    }

    [Test]
    public async Task Rules_ThatChange_BringASnapshotOfWhatMayBeSeenNow()
    {
        await _streams.BeginAsync();
        var follower = await StartAsync();
        _streams.Rules = new object();
        _streams.Policy.Setup(policy => policy.Allows(PolicyRules.Events, Moq.It.IsAny<Migrations.Api.Identity.Caller>(), "project")).Returns(false);

        var frame = StreamTestbed.Parse(follower.Next(await _streams.PublishAsync())).Single();

        Assert.That(frame.Event, Is.EqualTo("snapshot"));
        Assert.That(frame.Data["migrations"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Rules_ThatForbidTheStream_EndIt()
    {
        await _streams.BeginAsync();
        var follower = await StartAsync();
        (_streams.Rules, _streams.IsAllowed) = (new object(), false);

        Assert.That(follower.Next(await _streams.PublishAsync()), Is.Empty);
        Assert.That(follower.IsOver);
    }

    [Test]
    public async Task Heartbeat_ComesAfterItsIntervalAndAtOnceWhenTheHypervisorIsLost()
    {
        await _streams.BeginAsync();
        var follower = await StartAsync();

        _streams.Clock.Advance(Heartbeat.Interval);
        var beat = StreamTestbed.Parse(follower.Next(await _streams.PublishAsync())).Single();
        Assert.That((beat.Event, (string?)beat.Data["stale_because"]), Is.EqualTo(("heartbeat", (string?)null)));

        _streams.Driver.Lost("no socket");
        var lost = StreamTestbed.Parse(follower.Next(await _streams.PublishAsync()));
        Assert.That((string?)lost[^1].Data["stale_because"], Is.EqualTo("no socket"));
    }

    private static LiveMigration Ended(LiveMigration known) => known with
    {
        Record = known.Record with { Status = MigrationStatus.Completed, EndedAt = Given.Now },
    };

    private static MigrationCommand Command(LiveMigration known) =>
        Given.Command(CommandKind.ForceComplete) with { Id = 0, MigrationId = known.Record.Id };

    /// <summary>A reader that knows everything so far.</summary>
    private async Task<Follower> StartAsync(StreamFilter? filter = null)
    {
        var follower = _streams.Follower(filter: filter);
        Assert.That(follower.Next(await _streams.PublishAsync()).ToList(), Is.Not.Empty);
        return follower;
    }
}
