using Migrations.Drivers.Fake.Model;

namespace Migrations.Tests.Drivers.Fake.Model;

public sealed class MemoryCopyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public void Advance_NothingIsDirtied_SendsEachByteOnce()
    {
        var copy = MemoryCopy.Begin(1000).Advance(Speed(sent: 100, dirtied: 0), 10 * Second);

        Assert.That(copy.IsDone);
        Assert.That(copy, Is.EqualTo(MemoryCopy.Begin(1000) with { ProcessedBytes = 1000, RemainingBytes = 0 }));
    }

    [Test]
    public void Advance_PassEnds_RemainingIsRefilledByWhatWasDirtied()
    {
        var copy = MemoryCopy.Begin(1000).Advance(Speed(sent: 100, dirtied: 50), 10 * Second);

        Assert.That((copy.Iteration, copy.RemainingBytes, copy.DirtiedBytes), Is.EqualTo((2, 500L, 0L)));
    }

    [Test]
    public void Advance_WhatRemainsFitsTheDowntime_IsDoneAfterThePause()
    {
        // Passes of 1000, 500, 250, 125 and 62 bytes; the 31 dirtied during the last fit the pause of 50.
        var copy = MemoryCopy.Begin(1000).Advance(Speed(sent: 100, dirtied: 50, downtime: Second / 2), 100 * Second);

        Assert.That(copy.IsDone);
        Assert.That((copy.Iteration, copy.PausedBytes, copy.ProcessedBytes), Is.EqualTo((5, 31L, 1968L)));
    }

    [Test]
    public void Advance_DirtyingOutrunsBandwidth_NeverEnds()
    {
        var copy = MemoryCopy.Begin(1000).Advance(Speed(sent: 100, dirtied: 150), 10_000 * Second);

        Assert.That(copy.IsDone, Is.False);
        Assert.That(copy.ProcessedBytes, Is.EqualTo(1_000_000));
    }

    [Test]
    public void Advance_WorkingSetFitsTheDowntime_ConvergesHoweverFastItIsDirtied()
    {
        var speed = Speed(sent: 100, dirtied: 150) with { WorkingSetBytes = 10 };

        Assert.That(MemoryCopy.Begin(1000).Advance(speed, 11 * Second).IsDone);
    }

    [Test]
    public void SwitchToPostCopy_MidPass_AllThatIsDirtyRemains()
    {
        var copy = MemoryCopy.Begin(1000).Advance(Speed(sent: 100, dirtied: 50), 4 * Second).SwitchToPostCopy();

        Assert.That((copy.RemainingBytes, copy.DirtiedBytes), Is.EqualTo((800L, 0L)));
    }

    private static CopySpeed Speed(long sent, long dirtied, TimeSpan? downtime = null) =>
        new(sent, dirtied, WorkingSetBytes: 1000, downtime ?? TimeSpan.FromMilliseconds(100));
}
