using Migrations.Drivers;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Jobs;
using static Migrations.Drivers.Libvirt.Interop.virDomainJobType;
using static Migrations.Drivers.Libvirt.Interop.virDomainPausedReason;
using static Migrations.Drivers.Libvirt.Interop.virDomainState;

namespace Migrations.Tests.Drivers.Libvirt.Jobs;

internal sealed class OutboundJobTests
{
    private static readonly DomainState Running = new(VIR_DOMAIN_RUNNING, 1);

    [TestCase(VIR_DOMAIN_JOB_UNBOUNDED, 0L, 0L, ExpectedResult = JobPhase.Preparing)]
    [TestCase(VIR_DOMAIN_JOB_UNBOUNDED, 0L, 64L, ExpectedResult = JobPhase.Storage)]
    [TestCase(VIR_DOMAIN_JOB_UNBOUNDED, 32L, 64L, ExpectedResult = JobPhase.PreCopy)]
    [TestCase(VIR_DOMAIN_JOB_BOUNDED, 32L, 0L, ExpectedResult = JobPhase.PreCopy)]
    [TestCase(VIR_DOMAIN_JOB_COMPLETED, 32L, 0L, ExpectedResult = JobPhase.Finishing)]
    [TestCase(VIR_DOMAIN_JOB_CANCELLED, 0L, 0L, ExpectedResult = JobPhase.Aborting)]
    public JobPhase Phase_ServerRunsHere_FollowsTheJob(virDomainJobType type, long memory, long disk) =>
        new OutboundJob(Job(type, memory, disk), Running).Phase;

    [TestCase(VIR_DOMAIN_PAUSED_MIGRATION, ExpectedResult = JobPhase.PreCopy)]
    [TestCase(VIR_DOMAIN_PAUSED_POSTCOPY, ExpectedResult = JobPhase.PostCopy)]
    [TestCase(VIR_DOMAIN_PAUSED_POSTCOPY_FAILED, ExpectedResult = JobPhase.PostCopyBroken)]
    public JobPhase Phase_ServerIsPaused_FollowsItsReason(virDomainPausedReason reason) =>
        new OutboundJob(Job(VIR_DOMAIN_JOB_UNBOUNDED, 32, 0), new DomainState(VIR_DOMAIN_PAUSED, (int)reason)).Phase;

    [Test]
    public void Phase_ServerIsOffAlready_IsFinishing() =>
        Assert.That(
            new OutboundJob(Job(VIR_DOMAIN_JOB_UNBOUNDED, 32, 0), new DomainState(VIR_DOMAIN_SHUTOFF, 4)).Phase,
            Is.EqualTo(JobPhase.Finishing));

    [TestCase(VIR_DOMAIN_PAUSED, 32L, 0L, ExpectedResult = true)]
    [TestCase(VIR_DOMAIN_PAUSED, 32L, 1L, ExpectedResult = false)]
    [TestCase(VIR_DOMAIN_PAUSED, 0L, 0L, ExpectedResult = false, Description = "its disks are being copied")]
    [TestCase(VIR_DOMAIN_PAUSED, 32L, null, ExpectedResult = false)]
    [TestCase(VIR_DOMAIN_RUNNING, 32L, 0L, ExpectedResult = false, Description = "it will dirty more")]
    [TestCase(VIR_DOMAIN_PMSUSPENDED, 32L, 0L, ExpectedResult = true)]
    [TestCase(VIR_DOMAIN_SHUTOFF, 32L, 1L, ExpectedResult = true)]
    public bool IsCopied_ByStateAndRest_OnlyWhenNothingCanFollow(virDomainState state, long total, long? remaining) => new OutboundJob(
        new DomainJob(VIR_DOMAIN_JOB_UNBOUNDED, new JobParameters { Operation = 5, MemoryTotal = total, MemoryRemaining = remaining }),
        new DomainState(state, (int)VIR_DOMAIN_PAUSED_MIGRATION)).IsCopied;

    [TestCase(VIR_DOMAIN_JOB_FAILED, ExpectedResult = true)]
    [TestCase(VIR_DOMAIN_JOB_CANCELLED, ExpectedResult = false)]
    [TestCase(VIR_DOMAIN_JOB_UNBOUNDED, ExpectedResult = false)]
    public bool IsOver_ByType_OnlyWhenFailed(virDomainJobType type) => new OutboundJob(Job(type, 32, 0), Running).IsOver;

    [Test]
    public void ToStats_Running_CarriesEveryValueInItsUnit() =>
        Assert.That(new OutboundJob(new DomainJob(VIR_DOMAIN_JOB_UNBOUNDED, Everything), Running).ToStats(), Is.EqualTo(
            new JobStats(JobPhase.PreCopy)
            {
                Elapsed = TimeSpan.FromMilliseconds(3919),
                ExpectedDowntime = TimeSpan.FromMilliseconds(3226),
                SetupTime = TimeSpan.FromMilliseconds(1),
                Memory = new Transfer(134750208, 73539784, 61456384),
                MemoryBytesPerSecond = 20804613,
                DirtyPagesPerSecond = 5091,
                PageSizeBytes = 4096,
                Iteration = 2,
                PostCopyRequests = 3,
                Disk = new Transfer(67108864, 16777216, 50331648),
                ThrottlePercent = 20,
                IsPaused = false,
            }));

    [TestCase(VIR_DOMAIN_PAUSED_MIGRATION, Description = "by a force-complete, or for the end of the copy")]
    [TestCase(VIR_DOMAIN_PAUSED_USER, Description = "before the migration")]
    public void ToStats_ServerIsPaused_SaysSo(virDomainPausedReason reason) => Assert.That(
        new OutboundJob(Job(VIR_DOMAIN_JOB_UNBOUNDED, 32, 0), new DomainState(VIR_DOMAIN_PAUSED, (int)reason)).ToStats().IsPaused, Is.True);

    [Test]
    public void ToStats_Completed_TakesTheDowntimeForWhatItWas()
    {
        var stats = new OutboundJob(new DomainJob(VIR_DOMAIN_JOB_COMPLETED, Everything), Running).ToStats();

        Assert.That(stats.Downtime, Is.EqualTo(TimeSpan.FromMilliseconds(3226)));
        Assert.That(stats.ExpectedDowntime, Is.Null);
    }

    [Test]
    public void ToStats_BeingAborted_LeavesOutTheZerosThatMeanNothing() =>
        Assert.That(new OutboundJob(Job(VIR_DOMAIN_JOB_CANCELLED, 0, 0), Running).ToStats(), Is.EqualTo(new JobStats(JobPhase.Aborting)));

    [TestCase(VIR_DOMAIN_JOB_UNBOUNDED, 5L, ExpectedResult = true)]
    [TestCase(VIR_DOMAIN_JOB_UNBOUNDED, 4L, ExpectedResult = false, Description = "arrives here")]
    [TestCase(VIR_DOMAIN_JOB_UNBOUNDED, 2L, ExpectedResult = false, Description = "is saved")]
    [TestCase(VIR_DOMAIN_JOB_UNBOUNDED, null, ExpectedResult = false)]
    [TestCase(VIR_DOMAIN_JOB_NONE, 5L, ExpectedResult = false)]
    public bool IsOutgoingMigration_ByOperation_OnlyThatOne(virDomainJobType type, long? operation) =>
        new DomainJob(type, new JobParameters { Operation = operation }).IsOutgoingMigration;

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

    private static DomainJob Job(virDomainJobType type, long memory, long disk) =>
        new(type, new JobParameters { Operation = 5, MemoryTotal = memory, DiskTotal = disk });
}
