using Migrations.Convergence;
using Migrations.Drivers;

namespace Migrations.Tests.Convergence;

public sealed class ForecastSentenceTests
{
    private const long MiB = 1 << 20;

    [TestCase(null, "not read yet")]
    [TestCase(JobPhase.Queued, "waits for its turn")]
    [TestCase(JobPhase.Preparing, "the destination is being made ready")]
    [TestCase(JobPhase.Storage, "copies disks: unknown time left, then the memory")]
    [TestCase(JobPhase.PreCopy, "not known how fast it is copied: cannot be told yet whether it will end")]
    [TestCase(JobPhase.PostCopy, "the server runs at the destination: unknown time left")]
    [TestCase(JobPhase.PostCopyBroken, "post-copy has lost its connection")]
    [TestCase(JobPhase.Aborting, "is being aborted")]
    [TestCase(JobPhase.Finishing, "everything has been copied")]
    public void Sentence_WhileNoNumbersAreKnown_TellsThePhase(JobPhase? phase, string sentence) =>
        Assert.That(new Forecast { Verdict = Verdict.Unknown, Phase = phase }.Explanation, Is.EqualTo(sentence));

    [Test]
    public void Sentence_OfAPausedServerWithoutNumbers_SaysThatTheTimeIsUnknown() =>
        Assert.That(Copying(Verdict.Certain).Explanation, Is.EqualTo("the server is paused: unknown time left"));

    [Test]
    public void Sentence_InPostCopy_TellsTheSpeedAndTheTime() =>
        Assert.That(Copying(Verdict.Certain, speed: 3 * MiB, left: 90) with { Phase = JobPhase.PostCopy },
            Has.Property("Explanation").EqualTo("the server runs at the destination, copies 3 MiB/s: about 90 s left"));

    [TestCase(20 * MiB, null, "dirties 20 MiB/s, not known how fast it is copied")]
    [TestCase(null, 50 * MiB, "copies 50 MiB/s, not known yet how much it dirties")]
    [TestCase(20 * MiB, 50 * MiB, "dirties 20 MiB/s, copies 50 MiB/s")]
    public void Sentence_OfACopyOfMemory_TellsTheRatesThatAreKnown(long? dirty, long? speed, string rates) =>
        Assert.That(Copying(Verdict.Unknown, dirty, speed).Explanation, Is.EqualTo($"{rates}: cannot be told yet whether it will end"));

    [Test]
    public void Sentence_OfACopyThatHasConverged_SaysThatItDoesNotNow() =>
        Assert.That(Copying(Verdict.Converging, 20 * MiB, 10 * MiB).Explanation,
            Does.EndWith(": has come nearer to the end, but does not now"));

    [TestCase(0.999, "less than 1 s left")]
    [TestCase(1, "about 1 s left")]
    public void Sentence_NearTheEnd_DoesNotCountMilliseconds(double left, string text) =>
        Assert.That(Copying(Verdict.Converging, 1 * MiB, 10 * MiB, left).Explanation, Does.EndWith($": {text}"));

    [TestCase(0, "")]
    [TestCase(1, ", slowed down by 1 %")]
    public void Sentence_OfAThrottledServer_TellsByHowMuch(int percent, string text) =>
        Assert.That(Copying(Verdict.Stalled, 20 * MiB, 10 * MiB) with { ThrottlePercent = percent },
            Has.Property("Explanation").EqualTo($"dirties 20 MiB/s, copies 10 MiB/s{text}: will not end by itself"));

    private static Forecast Copying(Verdict verdict, long? dirty = null, long? speed = null, double? left = null) => new()
    {
        Verdict = verdict,
        Phase = JobPhase.PreCopy,
        DirtyBytesPerSecond = dirty,
        BytesPerSecond = speed,
        TimeLeft = left is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        TimeLeftKind = left is null ? null : TimeLeftKind.Estimate,
    };
}
