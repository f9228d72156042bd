namespace Migrations.Testing;

/// <summary>The time of a <see cref="SteppedClock"/>, as one loop of the service has it.</summary>
/// <remarks>Of many loops that wait for the same clock, a test can so tell when this one has done its work.</remarks>
internal sealed class LoopClock(SteppedClock clock) : TimeProvider
{
    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period, loop: this);
}
