using Microsoft.Extensions.Time.Testing;
using Migrations.Api.Pipeline;

namespace Migrations.Tests.Api.Pipeline;

public sealed class CommandLimiterTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void SecondsToWait_AboveTheLimit_AreThoseOfThatCaller()
    {
        using var limiter = new CommandLimiter(2, _clock);

        Assert.That(new[] { limiter.SecondsToWait("alice"), limiter.SecondsToWait("alice") }, Is.All.Null);
        Assert.That(limiter.SecondsToWait("alice"), Is.InRange(1, 30));
        Assert.That(limiter.SecondsToWait("bob"), Is.Null);
    }

    [Test]
    public void SecondsToWait_WithoutALimit_AreNone()
    {
        using var limiter = new CommandLimiter(0, _clock);

        Assert.That(Enumerable.Range(0, 1000).Select(_ => limiter.SecondsToWait("alice")), Is.All.Null);
        Assert.That(limiter.IsInUse, Is.False);
    }

    [TestCase(2, 60)]
    [TestCase(100, 100)]
    [TestCase(300, 60)]
    public void Buckets_WithoutCommands_AreKeptUntilAllAreCertainlyFull(int perMinute, int seconds)
    {
        using var limiter = new CommandLimiter(perMinute, _clock);
        while (limiter.SecondsToWait("alice") is null)
            continue;

        _clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.That(limiter.IsInUse, Is.True);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.That(limiter.IsInUse, Is.False);
        Assert.That(limiter.SecondsToWait("alice"), Is.Null);
    }

    [Test]
    public void Buckets_WhileCommandsCome_AreKept()
    {
        using var limiter = new CommandLimiter(60, _clock);
        for (var halves = 0; halves < 10; halves++)
        {
            limiter.SecondsToWait("alice");
            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.That(limiter.IsInUse, Is.True);
    }
}
