using Migrations.Drivers;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake.Model;

/// <summary>A job step by step: with ten steps of preparation, ten of copying and ten of finishing.</summary>
public sealed class FakeJobTests
{
    private const long MiB = 1 << 20;

    private static readonly ScenarioServer Plain = FakeServers.Of(TestbedServer.Quick) with
    {
        MemoryMiB = 10,
        BandwidthMiBPerSecond = 10,
        DirtyMiBPerSecond = 0,
    };

    private static readonly ScenarioServer WithDisks = Plain with { DisksMiB = [1, 1] };
    private static readonly ScenarioServer WithPostCopy = Plain with { PostCopy = true };
    private static readonly Chance Chance = new(1);

    [TestCase(0, JobPhase.Preparing, 0)]
    [TestCase(9, JobPhase.Preparing, 9)]
    [TestCase(10, JobPhase.PreCopy, 0)]
    [TestCase(19, JobPhase.PreCopy, 9)]
    [TestCase(20, JobPhase.Finishing, 0)]
    [TestCase(29, JobPhase.Finishing, 9)]
    public void Job_WithoutDisks_GoesThroughItsPhases(int steps, JobPhase phase, int stepsInPhase)
    {
        var job = After(steps, Plain);

        Assert.That((job.Phase, job.InPhase, job.Elapsed, job.End),
            Is.EqualTo((phase, FakeWorld.StepLength * stepsInPhase, FakeWorld.StepLength * steps, (JobEnd?)null)));
    }

    [TestCase(10, JobPhase.Storage, 0)]
    [TestCase(11, JobPhase.Storage, 1)]
    [TestCase(12, JobPhase.PreCopy, 2)]
    public void Job_WithDisks_CopiesThemFirst(int steps, JobPhase phase, int copiedMiB)
    {
        var job = After(steps, WithDisks);

        Assert.That((job.Phase, job.DiskProcessedBytes), Is.EqualTo((phase, copiedMiB * MiB)));
    }

    [Test]
    public void Job_ThatIsQueued_StaysAsItIs()
    {
        var job = FakeJob.Queue(Plain, 4);

        Assert.That(job.Advance(Plain, Chance), Is.SameAs(job));
        Assert.That((job.Id, job.Number, job.Phase), Is.EqualTo(("server-0-4", 4L, JobPhase.Queued)));
    }

    [Test]
    public void Job_ThatHasFinished_CompletesWithItsLastNumbers() =>
        Assert.That(After(30, Plain).End, Is.EqualTo(new JobEnd(JobResult.Completed, FinalStats: new JobStats(JobPhase.Finishing)
        {
            Elapsed = TimeSpan.FromSeconds(3),
            Memory = new Transfer(10 * MiB, 10 * MiB, 0),
            Disk = new Transfer(0, 0, 0),
            ServerMemoryBytes = 10 * MiB,
            MemoryBytesPerSecond = 10 * MiB,
            DirtyPagesPerSecond = 0,
            PageSizeBytes = 4096,
            Iteration = 1,
            SetupTime = TimeSpan.FromSeconds(1),
            Downtime = TimeSpan.Zero,
            IsPaused = false,
            PostCopyRequests = 0,
        })));

    [Test]
    public void Job_WhoseLastPassIsSentInAPause_HasThatDowntime()
    {
        // Of the 10 MiB, 2 are dirtied meanwhile: they fit the allowed 300 ms.
        var job = After(20, Plain with { DirtyMiBPerSecond = 2, State = ServerState.Active });

        Assert.That(job.Phase, Is.EqualTo(JobPhase.Finishing));
        Assert.That(job.Downtime, Is.EqualTo(TimeSpan.FromMilliseconds(200)).Within(TimeSpan.FromMilliseconds(20)));
    }

    [Test]
    public void Job_OfAServerThatDoesNotRun_HasNothingDirtied() =>
        Assert.That(After(20, Plain with { DirtyMiBPerSecond = 2, State = ServerState.Paused }).Downtime, Is.EqualTo(TimeSpan.Zero));

    [TestCase(JobPhase.Preparing, 0.5, 6)]
    [TestCase(JobPhase.PreCopy, 0, 11)]
    [TestCase(JobPhase.PreCopy, 0.5, 16)]
    [TestCase(JobPhase.Finishing, 0.5, 26)]
    public void Job_ThatFails_EndsAfterThatTimeInThatPhase(JobPhase phase, double seconds, int steps)
    {
        var server = Plain with { Fails = new ScenarioFailure(phase, seconds, "the socket was closed") };

        Assert.That(After(steps - 1, server).End, Is.Null);
        Assert.That(After(steps, server).End, Is.EqualTo(new JobEnd(JobResult.Failed, "the socket was closed")));
    }

    [Test]
    public void Job_ThatFailsInPostCopy_IsStuckForAMinuteFirst()
    {
        var server = WithPostCopy with { Fails = new ScenarioFailure(JobPhase.PostCopy, 0.2, "the socket was closed") };
        var job = Advance(After(12, server).ForceComplete(server).Job, server, 3);
        Assert.That((job.Phase, job.InPhase, job.End), Is.EqualTo((JobPhase.PostCopyBroken, TimeSpan.Zero, (JobEnd?)null)));

        Assert.That(Advance(job, server, 599).End, Is.Null);
        Assert.That(Advance(job, server, 600).End, Is.EqualTo(new JobEnd(JobResult.Failed, "the socket was closed")));
    }

    [Test]
    public void Abort_OfAQueuedJob_EndsItAtOnce() =>
        Assert.That(FakeJob.Queue(Plain, 1).Abort().End, Is.EqualTo(new JobEnd(JobResult.Cancelled)));

    [TestCase(5)]
    [TestCase(11)]
    [TestCase(15)]
    public void Abort_OfARunningJob_TakesThreeSteps(int steps)
    {
        var job = After(steps, WithDisks).Abort();

        Assert.That((job.Phase, job.Abort()), Is.EqualTo((JobPhase.Aborting, job)));
        Assert.That(Advance(job, WithDisks, 2).End, Is.Null);
        Assert.That(Advance(job, WithDisks, 3).End, Is.EqualTo(new JobEnd(JobResult.Cancelled)));
    }

    [TestCase(JobPhase.PostCopy, "cannot abort migration in post-copy mode")]
    [TestCase(JobPhase.PostCopyBroken, "cannot abort migration in post-copy mode")]
    [TestCase(JobPhase.Finishing, "cannot abort migration: everything has been copied")]
    public void Abort_OfAJobThatHasGoneTooFar_IsRefused(JobPhase phase, string why) =>
        AssertRefused(() => After(15, Plain).Enter(phase).Abort(), DriverErrorKind.Refused, why);

    [TestCase(JobPhase.Queued, DriverErrorKind.NotYet, "the copy of memory has not begun")]
    [TestCase(JobPhase.Preparing, DriverErrorKind.NotYet, "the copy of memory has not begun")]
    [TestCase(JobPhase.Storage, DriverErrorKind.NotYet, "the copy of memory has not begun")]
    [TestCase(JobPhase.PostCopyBroken, DriverErrorKind.Refused, "post-copy has lost its connection")]
    [TestCase(JobPhase.Aborting, DriverErrorKind.Refused, "the migration is being aborted")]
    [TestCase(JobPhase.Finishing, DriverErrorKind.Refused, "everything has been copied")]
    public void ForceComplete_BeforeOrAfterTheCopyOfMemory_IsRefused(JobPhase phase, DriverErrorKind kind, string why) =>
        AssertRefused(() => After(15, Plain).Enter(phase).ForceComplete(Plain), kind, why);

    [Test]
    public void ForceComplete_ByPause_StopsTheGuestUntilAllIsCopied()
    {
        var endless = Plain with { DirtyMiBPerSecond = 20 };

        var (job, means) = After(15, endless).ForceComplete(endless);

        Assert.That((job.Paused, job.Phase, means), Is.EqualTo((true, JobPhase.PreCopy, ForceCompleteMeans.Pause)));
        Assert.That(Advance(job, endless, 3).Downtime, Is.EqualTo(TimeSpan.FromMilliseconds(300)));
        Assert.That(Advance(job, endless, 40).End!.Result, Is.EqualTo(JobResult.Completed));
    }

    [Test]
    public void ForceComplete_ByPostCopy_FetchesTheRestFromHere()
    {
        var (job, means) = After(15, WithPostCopy).ForceComplete(WithPostCopy);

        Assert.That((job.Phase, means, job.Downtime), Is.EqualTo((JobPhase.PostCopy, ForceCompleteMeans.PostCopy, FakeWorld.StepLength)));
        Assert.That(job.ForceComplete(WithPostCopy), Is.EqualTo((job, ForceCompleteMeans.PostCopy)), "it is no other job when asked again");
        Assert.That(Advance(job, WithPostCopy, 2).FetchedBytes, Is.EqualTo(2 * MiB));
        Assert.That(Advance(job, WithPostCopy, 2).Read(WithPostCopy, Chance).PostCopyRequests, Is.EqualTo(512));
        Assert.That(Advance(job, WithPostCopy, 2).Downtime, Is.EqualTo(FakeWorld.StepLength));
    }

    private static FakeJob After(int steps, ScenarioServer server) =>
        Advance(FakeJob.Queue(server, 1).Enter(JobPhase.Preparing), server, steps);

    private static FakeJob Advance(FakeJob job, ScenarioServer server, int steps)
    {
        for (var step = 0; step < steps; step++)
            job = job.Advance(server, Chance);
        return job;
    }

    private static void AssertRefused(Action command, DriverErrorKind kind, string why)
    {
        var refusal = Assert.Throws<MigrationDriverException>(command)!;
        Assert.That((refusal.Kind, refusal.Message), Is.EqualTo((kind, why)));
    }
}
