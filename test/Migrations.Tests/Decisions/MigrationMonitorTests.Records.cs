using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Tests.Decisions;

/// <summary>What the monitor writes into records, field by field.</summary>
public sealed partial class MigrationMonitorTests
{
    private static readonly MigrationJob Whole = Given.Job() with
    {
        SourceCompute = "compute-0",
        SourceNode = "node-0",
        DestCompute = "compute-2",
        DestNode = "node-2",
        DestHost = "192.0.2.2",
    };

    [Test]
    public void Begin_WithAReading_RecordsAllThatIsKnown()
    {
        var (uuid, stats) = (Guid.NewGuid(), Remaining(250) with { Elapsed = TimeSpan.FromSeconds(3) });

        var live = MigrationMonitor.Begin(Whole, stats, Given.Server(), uuid, Given.Now);

        Assert.That(live, Is.EqualTo(new LiveMigration(new Migration
        {
            Uuid = uuid,
            ServerUuid = Given.ServerUuid,
            JobId = "job-1",
            Status = MigrationStatus.Running,
            SourceCompute = "compute-0",
            SourceNode = "node-0",
            DestCompute = "compute-2",
            DestNode = "node-2",
            DestHost = "192.0.2.2",
            UserId = "user",
            ProjectId = "project",
            Progress = new MigrationProgress { Memory = stats.Memory, Percent = 75 },
            CreatedAt = Given.Now,
        }, stats, Given.Now)
        {
            Numbers = new JobNumbers { Elapsed = TimeSpan.FromSeconds(3) },
            Samples = live.Samples,
        }));
        Assert.That(live.Samples, Is.Not.Null);
    }

    [Test]
    public void Begin_WithoutAReading_TakesThePhaseOfTheJobAndHasNoTimeOfAReading()
    {
        var live = MigrationMonitor.Begin(Given.Job(JobPhase.Queued), null, null, Guid.NewGuid(), Given.Now);

        Assert.That((live.Record.Status, live.SampledAt, live.Numbers), Is.EqualTo((MigrationStatus.Queued, (DateTimeOffset?)null, JobNumbers.None)));
        Assert.That(live.Record.Progress, Is.EqualTo(MigrationProgress.None));
    }

    [Test]
    public void Begin_WhenJobAndReadingDisagree_FollowsTheReading() =>
        Assert.That(Begin(Given.Job(JobPhase.Queued), new JobStats(JobPhase.PreCopy)).Status, Is.EqualTo(MigrationStatus.Running));

    [Test]
    public void Begin_OfAJobThatNamesNoSource_TakesTheHostOfItsServer() =>
        Assert.That(Begin(Given.Job(), null).SourceCompute, Is.EqualTo("compute-1"));

    [Test]
    public void Begin_OfAJobThatIsStuckInPostCopy_IsOverAtOnceWithItsNumbers()
    {
        var record = Begin(Given.Job(), new JobStats(JobPhase.PostCopyBroken) { Elapsed = TimeSpan.FromSeconds(8) });

        Assert.That((record.EndedAt, record.EndReason), Is.EqualTo((Given.Now, EndReason.PostCopyLost)));
        Assert.That(record.Numbers, Is.EqualTo(new JobNumbers { Elapsed = TimeSpan.FromSeconds(8) }));
    }

    [Test]
    public void Advance_WhenTheDestinationBecomesKnown_AddsItAndSaysWhen()
    {
        var record = MigrationMonitor.Advance(Given.Live(), Whole, null, Given.Now).Record;

        Assert.That(record, Is.EqualTo(Given.Migration() with
        {
            DestCompute = "compute-2",
            DestNode = "node-2",
            DestHost = "192.0.2.2",
            UpdatedAt = Given.Now,
        }));
    }

    [Test]
    public void Advance_WhenTheJobNamesAnotherDestination_KeepsTheFirst()
    {
        var live = MigrationMonitor.Advance(Given.Live(), Whole, null, Given.Now);

        var later = MigrationMonitor.Advance(live, Whole with { DestCompute = "x", DestNode = "x", DestHost = "x" }, null, Given.Now);

        Assert.That(later.Record, Is.SameAs(live.Record));
    }

    [Test]
    public void Advance_WithAReading_IsAsOfNowAndForgetsWhatWasMissed()
    {
        var stats = Remaining(500) with { Iteration = 2 };
        var missed = MigrationMonitor.Advance(Given.Live(), Given.Job(), null, Given.Now, "no answer");

        var live = MigrationMonitor.Advance(missed, Given.Job(), stats, Given.Now.AddSeconds(1));

        Assert.That((live.Stats, live.SampledAt), Is.EqualTo((stats, Given.Now.AddSeconds(1))));
        Assert.That((live.MissedSamples, live.MissedBecause), Is.EqualTo((0, (string?)null)));
        Assert.That(live.Numbers, Is.EqualTo(new JobNumbers { Iteration = 2 }));
        Assert.That(live.Record.UpdatedAt, Is.EqualTo(Given.Now.AddSeconds(1)));
    }

    [Test]
    public void Advance_WhenJobAndReadingDisagree_FollowsTheReading() =>
        Assert.That(MigrationMonitor.Advance(
                Given.Live(), Given.Job(), new JobStats(JobPhase.PostCopy), Given.Now).Record.Status,
            Is.EqualTo(MigrationStatus.RunningPostCopy));

    [Test]
    public void Miss_WithoutAReason_KeepsTheEarlierOne()
    {
        var live = MigrationMonitor.Miss(MigrationMonitor.Miss(Given.Live(), "no answer"));

        Assert.That((live.MissedSamples, live.MissedBecause), Is.EqualTo((2, "no answer")));
        Assert.That(MigrationMonitor.Miss(live, "another").MissedBecause, Is.EqualTo("another"));
    }

    [TestCase(JobResult.Completed, "said", "said")]
    [TestCase(JobResult.Cancelled, "said", "said")]
    [TestCase(JobResult.NotMigrated, "said", "said")]
    [TestCase(JobResult.NotMigrated, null, "The job ended with the server still at the source; the hypervisor does not tell why.")]
    [TestCase(JobResult.Failed, "said", "said")]
    [TestCase(JobResult.Unknown, "said", "said")]
    [TestCase(JobResult.Unknown, null, "It cannot be known where the server runs.")]
    public void End_WithoutAnAbort_GivesTheReasonOfTheHypervisor(JobResult result, string? said, string reason) =>
        Assert.That(End(Given.Live(), new JobEnd(result, said)).Reason, Is.EqualTo(reason));

    [Test]
    public void End_AfterTheAbortOfNobodyInParticular_SaysSo() =>
        Assert.That(MigrationMonitor.End(
                Given.Live(), new JobEnd(JobResult.Cancelled, "said"), new Requester(null, null, "req-2"), Given.Now).Record.Reason,
            Is.EqualTo("Aborted by an anonymous caller, request req-2."));

    [Test]
    public void End_IsAChangeOfItsTime() =>
        Assert.That(End(Given.Live(), new JobEnd(JobResult.Failed)).UpdatedAt, Is.EqualTo(Given.Now));

    [Test]
    public void End_WithFinalStats_KeepsThemAndTheirNumbers()
    {
        var last = new JobStats(JobPhase.Finishing) { Elapsed = TimeSpan.FromSeconds(9), MemoryBytesPerSecond = 5 };

        var live = MigrationMonitor.End(Given.Live(), new JobEnd(JobResult.Completed, FinalStats: last), null, Given.Now);

        Assert.That(live.Stats, Is.EqualTo(last));
        Assert.That(live.Record.Numbers, Is.EqualTo(new JobNumbers { Elapsed = TimeSpan.FromSeconds(9), MemoryBytesPerSecond = 5 }));
    }

    [Test]
    public void End_WithoutFinalStats_KeepsTheLastReading()
    {
        var stats = Remaining(5);

        Assert.That(MigrationMonitor.End(Given.Live(stats: stats), new JobEnd(JobResult.Failed), null, Given.Now).Stats, Is.EqualTo(stats));
    }

    [TestCase(0, 0)]
    [TestCase(-1, null)]
    public void End_OfAJobThatWasNeverRead_HasNoDurationWhenTheClockHasGoneBack(int seconds, int? elapsed)
    {
        var live = new LiveMigration(Given.Migration() with { CreatedAt = Given.Now.AddSeconds(-seconds) });

        Assert.That(End(live, new JobEnd(JobResult.Failed)).Numbers!.Elapsed?.TotalSeconds, Is.EqualTo(elapsed));
    }

    [TestCase(10, 10, false)]
    [TestCase(10, null, false)]
    [TestCase(null, 2, false)]
    public void IsAnotherJob_WhenItsClockHasNotGoneBack_IsNot(int? before, int? after, bool another) =>
        Assert.That(MigrationMonitor.IsAnotherJob(Given.Live(stats: Elapsed(before)), Elapsed(after)), Is.EqualTo(another));

    [Test]
    public void IsAnotherJob_WithoutAReading_IsNot()
    {
        Assert.That(MigrationMonitor.IsAnotherJob(Given.Live(), Elapsed(2)), Is.False);
        Assert.That(MigrationMonitor.IsAnotherJob(Given.Live(stats: Elapsed(2)), null), Is.False);
    }

    [Test]
    public void IsAnotherJob_WhosePostCopyIsLost_IsNot() =>
        Assert.That(MigrationMonitor.IsAnotherJob(
            Given.Live(stats: Elapsed(9)), Elapsed(1) with { Phase = JobPhase.PostCopyBroken }), Is.False);

    private static JobStats Elapsed(int? seconds) =>
        new(JobPhase.PreCopy) { Elapsed = seconds is { } known ? TimeSpan.FromSeconds(known) : null };

    private static Migration Begin(MigrationJob job, JobStats? stats) =>
        MigrationMonitor.Begin(job, stats, Given.Server(), Guid.NewGuid(), Given.Now).Record;

    private static Migration End(LiveMigration live, JobEnd end) => MigrationMonitor.End(live, end, null, Given.Now).Record;
}
