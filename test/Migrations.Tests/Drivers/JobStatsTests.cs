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
}
