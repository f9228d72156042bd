using CsCheck;

namespace Migrations.Tests.Model;

public sealed class MigrationProgressTests
{
    private static readonly Gen<long?> Bytes = Gen.OneOf(Gen.Const((long?)null), Gen.Long[0, 1L << 40].Select(bytes => (long?)bytes));

    private static readonly Gen<Transfer> Readings =
        Gen.Select(Bytes, Bytes, Bytes).Select((total, processed, remaining) => new Transfer(total, processed, remaining));

    [Test]
    public void Percent_OverAnySamples_NeverFallsAndStaysBelow100() => Gen.Select(Readings, Readings, Bytes).List[1, 20].Sample(samples =>
    {
        var progress = MigrationProgress.None;
        foreach (var (memory, disk, ofServer) in samples)
        {
            var next = progress.Advance(memory, disk, null, null, ofServer);
            if (next.Percent < progress.Percent || next.Percent is < 0 or > 99)
                return false;
            progress = next;
        }
        return true;
    });

    [Test]
    public void Advance_WithAnyReading_KeepsWhatItDoesNotReportAndWhatHasBeenCopied() => Gen.Select(Readings, Readings).Sample((first, second) =>
        first.Advance(second) == new Transfer(
            second.TotalBytes ?? first.TotalBytes,
            new[] { first.ProcessedBytes, second.ProcessedBytes }.Max(),
            second.RemainingBytes ?? first.RemainingBytes));

    [Test]
    public void Advance_OverTwoSamples_KeepsMemoryAndDiskApart()
    {
        var progress = MigrationProgress.None
            .Advance(new Transfer(1, 2, 3), new Transfer(4, 5, 6), null, TimeSpan.FromSeconds(7))
            .Advance(new Transfer(RemainingBytes: 8), new Transfer(ProcessedBytes: 9), TimeSpan.FromSeconds(10), null);

        Assert.That(progress with { Percent = 0 }, Is.EqualTo(new MigrationProgress
        {
            Memory = new Transfer(1, 2, 8),
            Disk = new Transfer(4, 9, 6),
            SetupTime = TimeSpan.FromSeconds(10),
            Downtime = TimeSpan.FromSeconds(7),
        }));
    }

    [Test]
    public void Advance_WithOtherTimes_TakesThese()
    {
        var progress = MigrationProgress.None
            .Advance(default, default, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))
            .Advance(default, default, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));

        Assert.That((progress.SetupTime, progress.Downtime), Is.EqualTo((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4))));
    }

    [TestCase(1000, 250, 75)]
    [TestCase(1000, 0, 99)]
    [TestCase(0, 0, 0)]
    [TestCase(1000, 4000, 0)]
    public void Percent_OfMemoryAlone_IsWhatIsNoLongerRemaining(long total, long remaining, int percent) =>
        Assert.That(
            MigrationProgress.None.Advance(new Transfer(total, RemainingBytes: remaining), default, null, null).Percent,
            Is.EqualTo(percent));

    [TestCase(0, 0)]
    [TestCase(3000, 30)]
    [TestCase(6000, 60)]
    public void Percent_WhileDisksAreCopied_CountsTheMemoryThatIsToFollow(long copied, int percent) =>
        Assert.That(
            MigrationProgress.None.Advance(new Transfer(0, 0, 0), new Transfer(6000, copied, 6000 - copied), null, null, 4000).Percent,
            Is.EqualTo(percent));

    [Test]
    public void Percent_WhenMemoryFollowsDisks_GoesOn()
    {
        var disks = MigrationProgress.None.Advance(new Transfer(0, 0, 0), new Transfer(6000, 6000, 0), null, null, 4000);

        var memory = disks.Advance(new Transfer(4100, 1100, 3000), new Transfer(6000, 6000, 0), null, null, 4000);

        Assert.That((disks.Percent, memory.Percent), Is.EqualTo((60, 70)));
    }

    [TestCase(null, null, null)]
    [TestCase(3L, null, 3L)]
    [TestCase(null, 4L, 4L)]
    [TestCase(3L, 4L, 7L)]
    [TestCase(long.MaxValue, long.MaxValue, long.MaxValue)]
    public void MovedBytes_AreThoseOfMemoryAndDisks(long? memory, long? disk, long? moved) =>
        Assert.That(
            new MigrationProgress { Memory = new Transfer(ProcessedBytes: memory), Disk = new Transfer(ProcessedBytes: disk) }.MovedBytes,
            Is.EqualTo(moved));

    [Test]
    public void Complete_SaysHundred() => Assert.That(MigrationProgress.None.Complete().Percent, Is.EqualTo(100));
}
