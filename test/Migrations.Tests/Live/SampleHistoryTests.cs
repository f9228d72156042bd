using CsCheck;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Tests.Live;

public sealed class SampleHistoryTests
{
    [Test]
    public void Read_OfFewReadings_HasThemAll()
    {
        var history = Record(Enumerable.Range(1, SampleHistory.Capacity).Select(second => (double)second));

        Assert.That(history.Read().Select(point => point.At.TotalSeconds), Is.EqualTo(Enumerable.Range(1, SampleHistory.Capacity)));
    }

    [Test]
    public void Read_OfManyReadings_IsThinnedEvenlyFromTheFirstToTheLast() =>
        Gen.Int[50, 1500].Array[2, 3000].Sample(pauses =>
        {
            var times = Times(pauses);

            var points = Record(times).Read().Select(point => point.At.TotalSeconds).ToList();

            Assert.That(points, Has.Count.AtMost(SampleHistory.Capacity).And.Count.AtLeast(Math.Min(times.Count, SampleHistory.Capacity / 4)));
            Assert.That(points, Is.Ordered.And.Unique);
            Assert.That((points[0], points[^1]), Is.EqualTo((times[0], times[^1])));
        }, iter: 200);

    [Test]
    public void Read_AfterTheClockWasSetBack_StaysInOrder()
    {
        var history = Record([1, 2, 3, 1.5, 4]);

        Assert.That(history.Read().Select(point => point.At.TotalSeconds), Is.EqualTo(new[] { 1, 2, 3, 3, 4 }));
    }

    [Test]
    public void Read_OnceFull_HasEverySecondPointAndThenPointsTwiceAsFarApart()
    {
        var history = Record(Enumerable.Range(1, SampleHistory.Capacity + 4).Select(second => (double)second));

        Assert.That(history.Read().Select(point => point.At.TotalSeconds),
            Is.EqualTo(Enumerable.Range(0, SampleHistory.Capacity / 2).Select(i => 1 + 2 * i).Append(SampleHistory.Capacity + 1)
                .Append(SampleHistory.Capacity + 3).Append(SampleHistory.Capacity + 4)));
    }

    [Test]
    public void Read_WithAnotherReadingOfTheSameMoment_HasBoth()
    {
        var history = new SampleHistory();
        foreach (var remaining in new[] { 5, 4 })
            history.Add(new SamplePoint(TimeSpan.FromSeconds(1), remaining, null, null, null));

        Assert.That(history.Read().Select(point => point.RemainingBytes), Is.EqualTo(new[] { 5, 4 }));
    }

    [Test]
    public void Point_WithNumbers_HasThemAndTellsZeroFromNotReported()
    {
        var zeros = new SamplePoint(TimeSpan.FromSeconds(1), 0, 0, 0, 0);
        var none = new SamplePoint(TimeSpan.FromSeconds(1), null, null, null, null);

        Assert.That((zeros.RemainingBytes, zeros.BytesPerSecond, zeros.DirtyBytesPerSecond, zeros.Iteration),
            Is.EqualTo(((long?)0, (long?)0, (long?)0, (long?)0)));
        Assert.That((none.RemainingBytes, none.BytesPerSecond, none.DirtyBytesPerSecond, none.Iteration),
            Is.EqualTo(((long?)null, (long?)null, (long?)null, (long?)null)));
    }

    [TestCase(0, null, null)]
    [TestCase(1, null, 1)]
    [TestCase(2, 12288, 2)]
    public void Point_InThatPassOverMemory_HasWhatIsKnownByThen(int iteration, int? dirty, int? shown)
    {
        var stats = new JobStats(JobPhase.PreCopy)
        {
            Memory = new Transfer(100, 60, 40),
            Disk = new Transfer(50, 45, 5),
            MemoryBytesPerSecond = 9,
            DirtyPagesPerSecond = 3,
            PageSizeBytes = 4096,
            Iteration = iteration,
            ServerMemoryBytes = 500,
        };

        Assert.That(SamplePoint.Of(TimeSpan.FromSeconds(3), stats, new JobNumbers { DiskBytesPerSecond = 7 }),
            Is.EqualTo(new SamplePoint(TimeSpan.FromSeconds(3), 45, 9, dirty, shown)));
    }

    [Test]
    public void Point_OfAClockThatWasSetBack_IsAtTheBeginning() =>
        Assert.That(SamplePoint.Of(TimeSpan.FromSeconds(-3), new JobStats(JobPhase.PreCopy), JobNumbers.None).At, Is.EqualTo(TimeSpan.Zero));

    [Test]
    public void Point_BeforeTheCopyOfMemory_CountsAllMemoryOfTheServer()
    {
        var disks = new JobStats(JobPhase.Storage)
        {
            Memory = new Transfer(0, 0, 0),
            Disk = new Transfer(100, 40, 60),
            Iteration = 0,
            DirtyPagesPerSecond = 0,
            PageSizeBytes = 4096,
        };

        Assert.That(SamplePoint.Of(TimeSpan.Zero, disks with { ServerMemoryBytes = 500 }, new JobNumbers { DiskBytesPerSecond = 7 }),
            Is.EqualTo(new SamplePoint(TimeSpan.Zero, 560, 7, null, null)));
        Assert.That(SamplePoint.Of(TimeSpan.Zero, disks, JobNumbers.None).RemainingBytes, Is.Null);
    }

    private static List<double> Times(int[] pauses)
    {
        var (now, times) = (0, new List<double>());
        foreach (var pause in pauses)
            times.Add(TimeSpan.FromMilliseconds(now += pause).TotalSeconds);
        return times;
    }

    private static SampleHistory Record(IEnumerable<double> times)
    {
        var history = new SampleHistory();
        foreach (var second in times)
            history.Add(new SamplePoint(TimeSpan.FromMilliseconds(Math.Round(1000 * second)), 5, null, null, 1));
        return history;
    }
}
