namespace Migrations.Drivers.Fake.Model;

/// <summary>Random numbers without state: the same seed, subject and moment always give the same number, in any order of calls.</summary>
internal readonly record struct Chance(long Seed)
{
    /// <summary>The value, changed by up to 10 %.</summary>
    public long Vary(long value, long subject, long moment) => value + (long)(value * 0.1 * Roll(subject, moment));

    /// <inheritdoc cref="Vary(long, long, long)"/>
    public TimeSpan Vary(TimeSpan value, long subject, long moment) => new(Vary(value.Ticks, subject, moment));

    /// <summary>From -1 to 1, evenly.</summary>
    private double Roll(long subject, long moment)
    {
        var mixed = Mix(Mix(Mix((ulong)Seed) + (ulong)subject) + (ulong)moment);
        return mixed / (double)ulong.MaxValue * 2 - 1;
    }

    /// <summary>One step of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    private static ulong Mix(ulong bits)
    {
        bits += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
