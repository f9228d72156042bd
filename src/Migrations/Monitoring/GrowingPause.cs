namespace Migrations.Monitoring;

/// <summary>Pauses of which each is twice the one before, up to a limit.</summary>
internal readonly record struct GrowingPause(TimeSpan First, TimeSpan Longest)
{
    /// <summary>For what is tried again: a second at first, a minute at most.</summary>
    public static GrowingPause OfRetries { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>For what is said again: a minute at first, an hour at most.</summary>
    public static GrowingPause OfReminders { get; } = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    /// <param name="pause">The pause before; zero when there was none.</param>
    public TimeSpan After(TimeSpan pause) => pause == TimeSpan.Zero ? First : pause * 2 < Longest ? pause * 2 : Longest;
}
