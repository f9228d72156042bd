using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.Drivers.Libvirt.Interop;

namespace Migrations.Tests.Drivers.Libvirt;

internal sealed class JobReadingTests
{
    private static readonly DomainState Running = new(DomainCondition.Running, 1);

    [TestCase(JobType.Unbounded, 0L, 0L, ExpectedResult = JobPhase.Preparing)]
    [TestCase(JobType.Unbounded, 0L, 64L, ExpectedResult = JobPhase.Storage)]
    [TestCase(JobType.Unbounded, 32L, 64L, ExpectedResult = JobPhase.PreCopy)]
    [TestCase(JobType.Bounded, 32L, 0L, ExpectedResult = JobPhase.PreCopy)]
    [TestCase(JobType.Completed, 32L, 0L, ExpectedResult = JobPhase.Finishing)]
    [TestCase(JobType.Cancelled, 0L, 0L, ExpectedResult = JobPhase.Aborting)]
    public JobPhase Phase_ServerRunsHere_FollowsTheJob(JobType type, long memory, long disk) =>
        new JobReading(Job(type, memory, disk), Running).Phase;

    [TestCase(PausedReason.Migration, ExpectedResult = JobPhase.PreCopy)]
    [TestCase(PausedReason.PostCopy, ExpectedResult = JobPhase.PostCopy)]
    [TestCase(PausedReason.PostCopyFailed, ExpectedResult = JobPhase.PostCopyBroken)]
    public JobPhase Phase_ServerIsPaused_FollowsItsReason(PausedReason reason) =>
        new JobReading(Job(JobType.Unbounded, 32, 0), new DomainState(DomainCondition.Paused, (int)reason)).Phase;

    [Test]
    public void Phase_ServerIsOffAlready_IsFinishing() =>
        Assert.That(
            new JobReading(Job(JobType.Unbounded, 32, 0), new DomainState(DomainCondition.ShutOff, 4)).Phase,
            Is.EqualTo(JobPhase.Finishing));

    [TestCase(JobType.Failed, ExpectedResult = true)]
    [TestCase(JobType.Cancelled, ExpectedResult = false)]
    [TestCase(JobType.Unbounded, ExpectedResult = false)]
    public bool IsOver_ByType_OnlyWhenFailed(JobType type) => new JobReading(Job(type, 32, 0), Running).IsOver;

    [Test]
    public void ToStats_Running_CarriesEveryValueInItsUnit() =>
        Assert.That(new JobReading(new NativeJob(JobType.Unbounded, Everything), Running).ToStats(), Is.EqualTo(
            new JobStats(JobPhase.PreCopy)
            {
                Elapsed = TimeSpan.FromMilliseconds(3919),
                ExpectedDowntime = TimeSpan.FromMilliseconds(3226),
                SetupTime = TimeSpan.FromMilliseconds(1),
                MemoryTotalBytes = 134750208,
                MemoryProcessedBytes = 73539784,
                MemoryRemainingBytes = 61456384,
                MemoryBytesPerSecond = 20804613,
                DirtyPagesPerSecond = 5091,
                PageSizeBytes = 4096,
                Iteration = 2,
                PostCopyRequests = 3,
                DiskTotalBytes = 67108864,
                DiskProcessedBytes = 16777216,
                DiskRemainingBytes = 50331648,
                ThrottlePercent = 20,
            }));

    [Test]
    public void ToStats_Completed_TakesTheDowntimeForWhatItWas()
    {
        var stats = new JobReading(new NativeJob(JobType.Completed, Everything), Running).ToStats();

        Assert.That(stats.Downtime, Is.EqualTo(TimeSpan.FromMilliseconds(3226)));
        Assert.That(stats.ExpectedDowntime, Is.Null);
    }

    [Test]
    public void ToStats_BeingAborted_LeavesOutTheZerosThatMeanNothing() =>
        Assert.That(new JobReading(Job(JobType.Cancelled, 0, 0), Running).ToStats(), Is.EqualTo(new JobStats(JobPhase.Aborting)));

    [TestCase(JobType.Unbounded, 5L, ExpectedResult = true)]
    [TestCase(JobType.Unbounded, 4L, ExpectedResult = false, Description = "arrives here")]
    [TestCase(JobType.Unbounded, 2L, ExpectedResult = false, Description = "is saved")]
    [TestCase(JobType.Unbounded, null, ExpectedResult = false)]
    [TestCase(JobType.None, 5L, ExpectedResult = false)]
    public bool IsOutgoingMigration_ByOperation_OnlyThatOne(JobType type, long? operation) =>
        new NativeJob(type, new JobParameters { Operation = operation }).IsOutgoingMigration;

    private static JobParameters Everything { get; } = new()
    {
        Operation = 5,
        TimeElapsed = 3919,
        Downtime = 3226,
        SetupTime = 1,
        MemoryTotal = 134750208,
        MemoryProcessed = 73539784,
        MemoryRemaining = 61456384,
        MemoryBps = 20804613,
        MemoryDirtyRate = 5091,
        MemoryPageSize = 4096,
        MemoryIteration = 2,
        MemoryPostCopyRequests = 3,
        DiskTotal = 67108864,
        DiskProcessed = 16777216,
        DiskRemaining = 50331648,
        AutoConvergeThrottle = 20,
    };

    private static NativeJob Job(JobType type, long memory, long disk) =>
        new(type, new JobParameters { Operation = 5, MemoryTotal = memory, DiskTotal = disk });
}
