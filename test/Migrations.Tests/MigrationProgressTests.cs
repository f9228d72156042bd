using CsCheck;
using Migrations.Drivers;

namespace Migrations.Tests;

public sealed class MigrationProgressTests
{
    private static readonly Gen<long?> Bytes = Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 1L << 40].Select(bytes => (long?)bytes));

    private static readonly Gen<JobStats> Stats =
        Gen.Select(Bytes, Bytes, Bytes, Bytes, Bytes, Bytes).Select((total, processed, remaining, disk, diskDone, diskLeft) =>
            new JobStats(JobPhase.PreCopy)
            {
                MemoryTotalBytes = total,
                MemoryProcessedBytes = processed,
                MemoryRemainingBytes = remaining,
                DiskTotalBytes = disk,
                DiskProcessedBytes = diskDone,
                DiskRemainingBytes = diskLeft,
            });

    [Test]
    public void Percent_OverAnySamples_NeverFallsAndStaysBelow100() => Stats.List[1, 20].Sample(samples =>
    {
        var progress = MigrationProgress.None;
        foreach (var stats in samples)
        {
            var next = progress.Advance(stats);
            if (next.Percent < progress.Percent || next.Percent is < 0 or > 99)
                return false;
            progress = next;
        }
        return true;
    });

    [Test]
    public void Advance_WithAnySample_KeepsWhatItDoesNotReport() => Gen.Select(Stats, Stats).Sample((first, second) =>
    {
        var progress = MigrationProgress.None.Advance(first).Advance(second);
        return progress.MemoryTotalBytes == (second.MemoryTotalBytes ?? first.MemoryTotalBytes)
            && progress.MemoryProcessedBytes == (second.MemoryProcessedBytes ?? first.MemoryProcessedBytes)
            && progress.MemoryRemainingBytes == (second.MemoryRemainingBytes ?? first.MemoryRemainingBytes)
            && progress.DiskTotalBytes == (second.DiskTotalBytes ?? first.DiskTotalBytes)
            && progress.DiskProcessedBytes == (second.DiskProcessedBytes ?? first.DiskProcessedBytes)
            && progress.DiskRemainingBytes == (second.DiskRemainingBytes ?? first.DiskRemainingBytes);
    });

    [TestCase(1000, 250, 75)]
    [TestCase(1000, 0, 99)]
    [TestCase(0, 0, 0)]
    [TestCase(1000, 4000, 0)]
    public void Percent_OfMemoryAlone_IsWhatIsNoLongerRemaining(long total, long remaining, int percent) =>
        Assert.That(
            MigrationProgress.None.Advance(new JobStats(JobPhase.PreCopy)
            {
                MemoryTotalBytes = total,
                MemoryRemainingBytes = remaining,
            }).Percent,
            Is.EqualTo(percent));

    [Test]
    public void Complete_SaysHundred() => Assert.That(MigrationProgress.None.Complete().Percent, Is.EqualTo(100));
}
