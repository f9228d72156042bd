using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public sealed class JobStatsTests
{
    [TestCase(3L, 4096L, 12288L)]
    [TestCase(0L, 4096L, 0L)]
    [TestCase(null, 4096L, null)]
    [TestCase(3L, null, null)]
    [TestCase(long.MaxValue, 1L, long.MaxValue)]
    [TestCase(long.MaxValue, 2L, null)]
    public void DirtyBytes_ArePagesTimesTheirSize_UnlessThatDoesNotFit(long? pages, long? size, long? bytes) =>
        Assert.That(new JobStats(JobPhase.PreCopy) { DirtyPagesPerSecond = pages, PageSizeBytes = size }.DirtyBytesPerSecond, Is.EqualTo(bytes));

    [Test]
    public void Elapsed_BelowZero_IsNotReported() =>
        Assert.That(new JobStats(JobPhase.PreCopy) { Elapsed = TimeSpan.FromTicks(-1) }.Elapsed, Is.Null);

    [Test]
    public void Elapsed_OfZero_IsReported() =>
        Assert.That(new JobStats(JobPhase.PreCopy) { Elapsed = TimeSpan.Zero }.Elapsed, Is.EqualTo(TimeSpan.Zero));

    [TestCase(3L, 4L, 7L)]
    [TestCase(3L, null, 3L)]
    [TestCase(3L, -4L, 3L)]
    [TestCase(0L, 4L, 4L)]
    [TestCase(null, 4L, null)]
    [TestCase(-3L, 4L, null)]
    [TestCase(long.MaxValue, 4L, long.MaxValue)]
    public void RemainingBytes_AreThoseOfMemoryAndDisks_OnceMemoryIsReported(long? memory, long? disk, long? sum)
    {
        var stats = new JobStats(JobPhase.PreCopy)
        {
            Memory = new Transfer(ProcessedBytes: memory, RemainingBytes: memory),
            Disk = new Transfer(ProcessedBytes: disk, RemainingBytes: disk),
        };

        Assert.That((stats.RemainingBytes, stats.ProcessedBytes), Is.EqualTo((sum, sum)));
    }
}
