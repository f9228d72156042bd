using CsCheck;
using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Tests.Decisions;

public sealed partial class MigrationMonitorTests
{
    [TestCase(JobPhase.Queued, MigrationStatus.Queued)]
    [TestCase(JobPhase.Preparing, MigrationStatus.Preparing)]
    [TestCase(JobPhase.Storage, MigrationStatus.Running)]
    [TestCase(JobPhase.PreCopy, MigrationStatus.Running)]
    [TestCase(JobPhase.PostCopy, MigrationStatus.RunningPostCopy)]
    [TestCase(JobPhase.Finishing, MigrationStatus.PostMigrating)]
    [TestCase(JobPhase.PostCopyBroken, MigrationStatus.Error)]
    [TestCase(JobPhase.Aborting, MigrationStatus.Running)]
    public void Begin_InEveryPhase_TakesItsStatus(JobPhase phase, MigrationStatus status)
    {
        var live = MigrationMonitor.Begin(Given.Job(phase), null, Given.Server(), Guid.NewGuid(), Given.Now);

        Assert.That(live.Record.Status, Is.EqualTo(status));
        Assert.That(live.Record.ProjectId, Is.EqualTo("project"));
        Assert.That(live.Record.UpdatedAt, Is.Null);
    }

    [Test]
    public void Advance_WithoutAReading_KeepsTheLastValuesAndCountsTheMiss()
    {
        var live = MigrationMonitor.Advance(Given.Live(), Given.Job(), Remaining(500), Given.Now);

        var missed = MigrationMonitor.Advance(live, Given.Job(), null, Given.Now.AddSeconds(1));

        Assert.That(missed, Is.EqualTo(live with { MissedSamples = 1 }));
    }

    [Test]
    public void Advance_WithTheSameReading_ChangesNothingThatIsStored()
    {
        var live = MigrationMonitor.Advance(Given.Live(), Given.Job(), Remaining(500), Given.Now);

        var again = MigrationMonitor.Advance(live, Given.Job(), Remaining(500), Given.Now.AddSeconds(1));

        Assert.That(again.Record, Is.SameAs(live.Record));
    }

    [Test]
    public void Advance_ThroughAnyPhases_OnlyEverTakesAllowedTransitions() =>
        Gen.Enum<JobPhase>().List[1, 12].Sample(phases =>
        {
            var live = Given.Live(MigrationStatus.Queued);
            foreach (var phase in phases)
            {
                var next = MigrationMonitor.Advance(live, Given.Job(phase), new JobStats(phase), Given.Now);
                var (before, after) = (live.Record.Status, next.Record.Status);
                if (before != after && !before.CanBecome(after))
                    return false;
                live = next;
            }
            return true;
        });

    [Test]
    public void Advance_ToABrokenPostCopy_IsAFinalErrorWithAReason()
    {
        var live = MigrationMonitor.Advance(
            Given.Live(MigrationStatus.RunningPostCopy), Given.Job(JobPhase.PostCopyBroken), null, Given.Now);

        Assert.That(live.Record.Status, Is.EqualTo(MigrationStatus.Error));
        Assert.That(live.Record.EndedAt, Is.EqualTo(Given.Now));
        Assert.That(live.Record.Reason, Does.Contain("recovered by hand"));
        Assert.That(live.Record.EndReason, Is.EqualTo(EndReason.PostCopyLost));
        Assert.That(live.Record.Numbers, Is.Not.Null);
    }

    [TestCase(JobResult.Completed, false, MigrationStatus.Completed, null)]
    [TestCase(JobResult.Completed, true, MigrationStatus.Completed, null)]
    [TestCase(JobResult.Cancelled, false, MigrationStatus.Cancelled, EndReason.CancelledAtHypervisor)]
    [TestCase(JobResult.Cancelled, true, MigrationStatus.Cancelled, EndReason.Aborted)]
    [TestCase(JobResult.NotMigrated, false, MigrationStatus.Failed, EndReason.NotMigrated)]
    [TestCase(JobResult.NotMigrated, true, MigrationStatus.Cancelled, EndReason.Aborted)]
    [TestCase(JobResult.Failed, false, MigrationStatus.Failed, EndReason.Failed)]
    [TestCase(JobResult.Failed, true, MigrationStatus.Failed, EndReason.Failed)]
    [TestCase(JobResult.Unknown, false, MigrationStatus.Error, EndReason.Unknown)]
    [TestCase(JobResult.Unknown, true, MigrationStatus.Error, EndReason.Unknown)]
    public void End_ByEveryResult_IsDecidedByWhereTheServerRuns(JobResult result, bool aborted, MigrationStatus status, EndReason? why)
    {
        var requester = aborted ? Given.Command(CommandKind.Abort, Given.Now).RequestedBy : null;

        var ended = MigrationMonitor.End(Given.Live(), new JobEnd(result), requester, Given.Now).Record;

        Assert.That((ended.Status, ended.EndReason), Is.EqualTo((status, why)));
        Assert.That(ended.EndedAt, Is.EqualTo(Given.Now));
        Assert.That(ended.Progress.Percent, Is.EqualTo(status == MigrationStatus.Completed ? 100 : 0));
        if (status == MigrationStatus.Cancelled && aborted)
            Assert.That(ended.Reason, Is.EqualTo("Aborted by user alice, request req-1."));
    }

    [Test]
    public void End_WithFinalStats_ShowsThem()
    {
        var end = new JobEnd(
            JobResult.Completed, FinalStats: Remaining(0) with { Downtime = TimeSpan.FromMilliseconds(83) });

        var ended = MigrationMonitor.End(Given.Live(), end, null, Given.Now).Record.Progress;

        Assert.That(ended.Memory.RemainingBytes, Is.Zero);
        Assert.That(ended.Downtime, Is.EqualTo(TimeSpan.FromMilliseconds(83)));
    }

    [Test]
    public void End_AfterAnAbort_KeepsTheNumbersOfTheReadingsBefore()
    {
        var copying = MigrationMonitor.Advance(Given.Live(), Given.Job(), new JobStats(JobPhase.PreCopy)
        {
            Elapsed = TimeSpan.FromSeconds(9),
            MemoryBytesPerSecond = 100,
            DirtyPagesPerSecond = 2,
            PageSizeBytes = 4096,
            Iteration = 3,
            PostCopyRequests = 0,
            ThrottlePercent = 20,
        }, Given.Now);
        var aborting = MigrationMonitor.Advance(copying, Given.Job(), new JobStats(JobPhase.Aborting) { Elapsed = TimeSpan.FromSeconds(10) }, Given.Now);

        var ended = MigrationMonitor.End(aborting, new JobEnd(JobResult.Cancelled), null, Given.Now).Record;

        Assert.That(ended.Numbers, Is.EqualTo(new JobNumbers
        {
            Elapsed = TimeSpan.FromSeconds(10),
            MemoryBytesPerSecond = 100,
            DirtyBytesPerSecond = 8192,
            Iteration = 3,
            PostCopyRequests = 0,
            ThrottlePercent = 20,
        }));
    }

    [Test]
    public void End_OfAJobThatWasNeverRead_TookSinceItWasSeen() =>
        Assert.That(MigrationMonitor.End(Given.Live(), new JobEnd(JobResult.Cancelled), null, Given.Now).Record.Numbers,
            Is.EqualTo(new JobNumbers { Elapsed = TimeSpan.FromMinutes(1) }));

    [TestCase(1000, 3000, 2, 1000L)]
    [TestCase(1000, 1000, 2, 0L)]
    [TestCase(1000, 900, 2, null)]
    [TestCase(1000, 3000, 0, null)]
    public void DiskRate_IsWhatWasCopiedBetweenTwoReadings(long before, long after, int seconds, long? rate)
    {
        var live = MigrationMonitor.Advance(Given.Live(), Given.Job(), Disk(before, 5), Given.Now);

        live = MigrationMonitor.Advance(live, Given.Job(), Disk(after, 5 + seconds), Given.Now);

        Assert.That(live.Numbers.DiskBytesPerSecond, Is.EqualTo(rate));
    }

    [Test]
    public void Advance_WithoutASetupTime_KeepsTheOneThatWasReported()
    {
        var reported = MigrationMonitor.Advance(
            Given.Live(), Given.Job(), Remaining(5) with { SetupTime = TimeSpan.FromMilliseconds(9) }, Given.Now);

        var later = MigrationMonitor.Advance(reported, Given.Job(), Remaining(4), Given.Now);

        Assert.That(later.Record.Progress.SetupTime, Is.EqualTo(TimeSpan.FromMilliseconds(9)));
    }

    [TestCase(JobPhase.PreCopy, JobPhase.PreCopy, 10, 2, true)]
    [TestCase(JobPhase.PreCopy, JobPhase.PreCopy, 10, 11, false)]
    [TestCase(JobPhase.PostCopy, JobPhase.PostCopy, 10, 2, false)]
    [TestCase(JobPhase.PreCopy, JobPhase.PostCopy, 10, 2, false)]
    [TestCase(JobPhase.PreCopy, JobPhase.Aborting, 10, 0, false)]
    public void IsAnotherJob_WhenItsClockHasGoneBack_ExceptInPostCopy(
        JobPhase before, JobPhase after, int elapsedBefore, int elapsedAfter, bool another)
    {
        var live = Given.Live(stats: new JobStats(before) { Elapsed = TimeSpan.FromSeconds(elapsedBefore) });
        var stats = new JobStats(after) { Elapsed = TimeSpan.FromSeconds(elapsedAfter) };

        Assert.That(MigrationMonitor.IsAnotherJob(live, stats), Is.EqualTo(another));
    }

    [TestCase(JobPhase.PostCopy, JobPhase.PreCopy)]
    [TestCase(JobPhase.PostCopyBroken, JobPhase.Preparing)]
    [TestCase(JobPhase.Aborting, JobPhase.PreCopy)]
    public void IsAnotherJob_BackFromPostCopyOrAnAbort_IsOne(JobPhase before, JobPhase after) =>
        Assert.That(MigrationMonitor.IsAnotherJob(Given.Live(stats: new JobStats(before)), new JobStats(after)));

    [TestCase(JobPhase.PreCopy, 700L, 800L, false)]
    [TestCase(JobPhase.PreCopy, 700L, 699L, true)]
    [TestCase(JobPhase.PreCopy, 700L, null, false)]
    [TestCase(JobPhase.PreCopy, null, 1L, false)]
    [TestCase(JobPhase.PostCopy, 700L, 1L, false)]
    [TestCase(JobPhase.Aborting, 700L, 0L, false)]
    [TestCase(JobPhase.Preparing, 700L, null, true)]
    [TestCase(JobPhase.Preparing, null, null, false)]
    public void IsAnotherJob_InTheFirstReadingAfterARestart_IsOneThatHasCopiedLess(JobPhase phase, long? before, long? after, bool another)
    {
        var stored = Given.Migration() with { Progress = new MigrationProgress { Memory = new Transfer(1000, before, 300) } };
        var unnamed = stored with { JobId = MigrationJob.IdWithoutName(stored.ServerUuid) };
        var stats = new JobStats(phase) { Memory = new Transfer(1000, after, 300) };

        Assert.That(MigrationMonitor.IsAnotherJob(new LiveMigration(unnamed), stats), Is.EqualTo(another));
        Assert.That(MigrationMonitor.IsAnotherJob(new LiveMigration(stored with { JobId = "job-7" }), stats), Is.False);
    }

    [Test]
    public void Advance_WhileTheJobIsAborted_KeepsTheCounters()
    {
        var copying = MigrationMonitor.Advance(Given.Live(), Given.Job(), Remaining(5), Given.Now);

        var aborting = MigrationMonitor.Advance(copying, Given.Job(), new JobStats(JobPhase.Aborting) { Memory = new Transfer(0, 0, 0) }, Given.Now);

        Assert.That(aborting.Record.Progress, Is.EqualTo(copying.Record.Progress));
    }

    [TestCase(MigrationStatus.Running, true, MigrationStatus.Cancelled, EndReason.Aborted, "Aborted by user alice, request req-1.")]
    [TestCase(MigrationStatus.Running, false, MigrationStatus.Failed, EndReason.Failed, "said")]
    [TestCase(MigrationStatus.RunningPostCopy, true, MigrationStatus.Failed, EndReason.Failed, "said")]
    public void End_FailedAndNobodyKnowsWhy_IsTheAbortThatWasSent(MigrationStatus before, bool aborted, MigrationStatus status, EndReason why, string reason)
    {
        var requester = aborted ? Given.Command(CommandKind.Abort, Given.Now).RequestedBy : null;

        var ended = MigrationMonitor.End(
            Given.Live(before), new JobEnd(JobResult.Failed, "said", IsUnexplained: true), requester, Given.Now).Record;

        Assert.That((ended.Status, ended.EndReason, ended.Reason), Is.EqualTo((status, (EndReason?)why, reason)));
    }

    [Test]
    public void End_InPostCopyOrLater_IsNeverCancelled(
        [Values(MigrationStatus.RunningPostCopy, MigrationStatus.PostMigrating)] MigrationStatus status,
        [Values(JobResult.Cancelled, JobResult.NotMigrated)] JobResult result)
    {
        var abort = Given.Command(CommandKind.Abort, Given.Now).RequestedBy;

        var ended = MigrationMonitor.End(Given.Live(status), new JobEnd(result), abort, Given.Now).Record;

        Assert.That((ended.Status, ended.EndReason), Is.EqualTo((MigrationStatus.Failed, EndReason.NotMigrated)));
        Assert.That(ended.Reason, Is.Not.Empty);
    }

    private static JobStats Disk(long processed, int elapsedSeconds) => new(JobPhase.Storage)
    {
        Disk = new Transfer(10_000, processed, 10_000 - processed),
        Elapsed = TimeSpan.FromSeconds(elapsedSeconds),
    };

    private static JobStats Remaining(long bytes) =>
        new(JobPhase.PreCopy) { Memory = new Transfer(1000, RemainingBytes: bytes) };
}
