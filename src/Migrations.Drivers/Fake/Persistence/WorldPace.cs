using Migrations.Drivers.Fake.Model;

namespace Migrations.Drivers.Fake.Persistence;

/// <summary>How far a world must move to catch up with real time.</summary>
/// <remarks>
/// It moves by no more than one simulated hour at once: after a longer stop it goes on from there, as though the machine
/// had slept. A clock that was set back stops it for no longer than one call.
/// </remarks>
/// <param name="At">The real time that the world has reached.</param>
/// <param name="Speed">Simulated seconds in a real one.</param>
internal readonly record struct WorldPace(DateTimeOffset At, double Speed)
{
    private static readonly TimeSpan CatchesUp = TimeSpan.FromHours(1);

    /// <returns>Whole steps, and the pace after them.</returns>
    public (long Steps, WorldPace Next) Until(DateTimeOffset now)
    {
        var behind = now - At;
        if (behind < TimeSpan.Zero)
            return (0, this with { At = now });
        if (behind > CatchesUp / Speed)
            return (CatchesUp.Ticks / FakeWorld.StepLength.Ticks, this with { At = now });
        var steps = (behind * Speed).Ticks / FakeWorld.StepLength.Ticks;
        return (steps, this with { At = At + steps * FakeWorld.StepLength / Speed });
    }
}
