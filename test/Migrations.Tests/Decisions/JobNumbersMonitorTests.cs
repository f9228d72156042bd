using Migrations.Decisions;
using Migrations.Drivers;

namespace Migrations.Tests.Decisions;

public sealed class JobNumbersMonitorTests
{
    private static readonly JobNumbers Known = new()
    {
        Elapsed = TimeSpan.FromSeconds(1),
        MemoryBytesPerSecond = 2,
        DiskBytesPerSecond = 3,
        DirtyBytesPerSecond = 4,
        Iteration = 5,
        PostCopyRequests = 6,
        ThrottlePercent = 7,
    };

    [Test]
    public void Advance_OfAReadingWithoutNumbers_KeepsAllOfThem() =>
        Assert.That(JobNumbersMonitor.Advance(Known, null, new JobStats(JobPhase.PreCopy)), Is.EqualTo(Known));

    [Test]
    public void Advance_OfAReadingWithNumbers_TakesAllOfThem()
    {
        var stats = new JobStats(JobPhase.PreCopy)
        {
            Elapsed = TimeSpan.FromSeconds(12),
            MemoryBytesPerSecond = 20,
            DirtyPagesPerSecond = 10,
            PageSizeBytes = 4,
            Iteration = 50,
            PostCopyRequests = 60,
            ThrottlePercent = 70,
            Disk = new Transfer(ProcessedBytes: 250),
        };

        Assert.That(JobNumbersMonitor.Advance(Known, Disk(50, 2), stats), Is.EqualTo(new JobNumbers
        {
            Elapsed = TimeSpan.FromSeconds(12),
            MemoryBytesPerSecond = 20,
            DiskBytesPerSecond = 20,
            DirtyBytesPerSecond = 40,
            Iteration = 50,
            PostCopyRequests = 60,
            ThrottlePercent = 70,
        }));
    }

    [Test]
    public void DiskRate_WithoutTwoReadingsOfDisksAndTime_StaysAsItWas()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Rate(null, Disk(9, 9)), Is.EqualTo(3));
            Assert.That(Rate(Disk(null, 1), Disk(9, 9)), Is.EqualTo(3));
            Assert.That(Rate(Disk(1, null), Disk(9, 9)), Is.EqualTo(3));
            Assert.That(Rate(Disk(1, 1), Disk(null, 9)), Is.EqualTo(3));
            Assert.That(Rate(Disk(1, 1), Disk(9, null)), Is.EqualTo(3));
        });
    }

    [Test]
    public void DiskRate_ThatFitsNoNumber_StaysAsItWas()
    {
        var before = Disk(0, 0);
        var after = Disk(long.MaxValue, 0) with { Elapsed = TimeSpan.FromTicks(1) };

        Assert.That(Rate(before, after), Is.EqualTo(3));
    }

    private static long? Rate(JobStats? before, JobStats stats) => JobNumbersMonitor.Advance(Known, before, stats).DiskBytesPerSecond;

    private static JobStats Disk(long? processed, int? seconds) => new(JobPhase.Storage)
    {
        Disk = new Transfer(ProcessedBytes: processed),
        Elapsed = seconds is { } known ? TimeSpan.FromSeconds(known) : null,
    };
}
