namespace Migrations.Monitoring;

/// <summary>Tells when it is time to say again that something is lost: after one minute, then after ever longer times, at least once an hour.</summary>
internal sealed class LossReminder(TimeProvider clock)
{
    private long _lostAt;
    private TimeSpan _pause;
    private TimeSpan _next;

    /// <summary>The loss has just been noticed, and said.</summary>
    public void Begin()
    {
        _lostAt = clock.GetTimestamp();
        _pause = _next = GrowingPause.OfReminders.First;
    }

    /// <param name="time">How long it has been lost, in whole seconds.</param>
    public bool IsDue(out TimeSpan time)
    {
        time = TimeSpan.FromSeconds(Math.Floor(clock.GetElapsedTime(_lostAt).TotalSeconds));
        if (time < _next)
            return false;
        _pause = GrowingPause.OfReminders.After(_pause);
        _next = time + _pause;
        return true;
    }
}
