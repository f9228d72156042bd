using Microsoft.Extensions.Time.Testing;

namespace Migrations.Tests.Simulation;

/// <summary>A clock that moves only when told to, and whose wall time can be set without moving the monotonic one.</summary>
internal sealed class SimulatedClock() : FakeTimeProvider(Given.Now)
{
    private TimeSpan _wallIsAhead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _wallIsAhead;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public void SetWallClock(TimeSpan ahead) => _wallIsAhead += ahead;
}
