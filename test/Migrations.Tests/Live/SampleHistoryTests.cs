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
