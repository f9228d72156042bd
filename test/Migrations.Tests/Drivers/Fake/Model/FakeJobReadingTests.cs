using Migrations.Drivers;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake.Model;

/// <summary>What the fake hypervisor reports of a job in each phase.</summary>
public sealed class FakeJobReadingTests
{
    private const long MiB = 1 << 20;

    private static readonly ScenarioServer Server = FakeServers.Of(TestbedServer.Quick) with
    {
        MemoryMiB = 10,
        BandwidthMiBPerSecond = 10,
        DirtyMiBPerSecond = 5,
        DisksMiB = [3],
    };

    private static readonly Chance Chance = new(1);

    [Test]
    public void Read_OfAQueuedJob_HasItsPhaseOnly() =>
        Assert.That(Read(JobPhase.Queued), Is.EqualTo(new JobStats(JobPhase.Queued)));

    [Test]
    public void Read_OfAJobThatIsBeingAborted_HasItsTimeOnly() =>
        Assert.That(Read(JobPhase.Aborting), Is.EqualTo(new JobStats(JobPhase.Aborting) { Elapsed = TimeSpan.FromSeconds(2) }));

    [TestCase(JobPhase.Preparing, 0)]
    [TestCase(JobPhase.Storage, 3)]
    public void Read_BeforeTheCopyOfMemory_HasZerosOfMemory(JobPhase phase, int diskMiB)
    {
        var stats = Read(phase);

        Assert.That(stats.Memory, Is.EqualTo(new Transfer(0, 0, 0)));
        Assert.That(stats.Disk, Is.EqualTo(new Transfer(diskMiB * MiB, 0, diskMiB * MiB)));
        Assert.That((stats.Elapsed, stats.ServerMemoryBytes), Is.EqualTo((TimeSpan.FromSeconds(2), 10 * MiB)));
        Assert.That(stats.MemoryBytesPerSecond, Is.Null);
    }

    [Test]
    public void Read_OfTheCopyOfDisks_TellsWhatRemains() =>
        Assert.That((Job(JobPhase.Storage) with { DiskProcessedBytes = 1 * MiB }).Read(Server, Chance).Disk,
            Is.EqualTo(new Transfer(3 * MiB, 1 * MiB, 2 * MiB)));

    [TestCase(false, ForceCompleteMeans.Pause)]
    [TestCase(true, ForceCompleteMeans.PostCopy)]
    public void Read_OfAnyJob_TellsHowItCanBeForced(bool postCopy, ForceCompleteMeans means) =>
        Assert.That(Job(JobPhase.PreCopy).Read(Server with { PostCopy = postCopy }, Chance).ForceCompleteMeans, Is.EqualTo(new[] { means }));

    [TestCase(false, ServerState.Active, false)]
    [TestCase(true, ServerState.Active, true)]
    [TestCase(false, ServerState.Paused, true)]
    public void Read_OfTheCopyOfMemory_TellsWhetherTheServerIsPaused(bool paused, ServerState state, bool isPaused) =>
        Assert.That((Job(JobPhase.PreCopy) with { Paused = paused }).Read(Server with { State = state }, Chance).IsPaused, Is.EqualTo(isPaused));

    [Test]
    public void Read_InTheFirstPass_HasNoDirtyPages()
    {
        var stats = Read(JobPhase.PreCopy);

        Assert.That((stats.Iteration, stats.DirtyPagesPerSecond, stats.PageSizeBytes), Is.EqualTo((1L, 0L, 4096L)));
        Assert.That(stats.SetupTime, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Read_InALaterPass_HasDirtyPagesWithinATenth()
    {
        var job = Job(JobPhase.PreCopy) with { Memory = MemoryCopy.Begin(10 * MiB) with { Iteration = 2 } };

        Assert.That(job.Read(Server, Chance).DirtyPagesPerSecond, Is.InRange(5 * 256 * 0.9, 5 * 256 * 1.1));
    }

    [TestCase(JobPhase.PreCopy, 500)]
    [TestCase(JobPhase.PostCopy, null)]
    [TestCase(JobPhase.Finishing, null)]
    public void Read_OfTheCopyOfMemory_ExpectsAPauseForAllThatIsDirty(JobPhase phase, int? milliseconds)
    {
        var copy = MemoryCopy.Begin(10 * MiB) with { RemainingBytes = 3 * MiB, DirtiedBytes = 2 * MiB };

        Assert.That((Job(phase) with { Memory = copy }).Read(Server, Chance).ExpectedDowntime?.TotalMilliseconds, Is.EqualTo(milliseconds));
    }

    private static JobStats Read(JobPhase phase) => Job(phase).Read(Server, Chance);

    private static FakeJob Job(JobPhase phase) => FakeJob.Queue(Server, 1).Enter(phase) with { Elapsed = TimeSpan.FromSeconds(2) };
}
