namespace Migrations.Drivers.Fake.Model;

/// <summary>How far a world must move to catch up with real time.</summary>
/// <remarks>
/// It moves by at most one simulated hour at once. After a longer stop it continues from there, as if the machine had
/// slept. When the clock is set back, the world stands still for one call only.
/// </remarks>
/// <param name="At">The real time that the world has reached.</param>
/// <param name="Speed">Simulated seconds per second.</param>
internal readonly record struct WorldPace(DateTimeOffset At, double Speed)
{
    public static readonly TimeSpan MaxCatchUp = TimeSpan.FromHours(1);

    /// <returns>Whole steps, and the pace after them.</returns>
    public (long Steps, WorldPace Next) Until(DateTimeOffset now)
    {
        var behind = now - At;
        if (behind < TimeSpan.Zero)
            return (0, this with { At = now });
        if (behind > MaxCatchUp / Speed)
            return (MaxCatchUp.Ticks / FakeWorld.StepLength.Ticks, this with { At = now });
        var steps = (behind * Speed).Ticks / FakeWorld.StepLength.Ticks;
        return (steps, this with { At = At + steps * FakeWorld.StepLength / Speed });
    }
}
