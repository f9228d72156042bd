namespace Migrations.Storage.Rows;

/// <summary>Times as they are stored: whole microseconds since the Unix epoch, the six digits that Nova shows. Lengths of time are whole microseconds too.</summary>
internal static class UnixMicroseconds
{
    public static long From(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static long? From(DateTimeOffset? time) => time is { } known ? From(known) : null;

    public static DateTimeOffset ToTime(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset? ToTime(long? microseconds) => microseconds is { } known ? ToTime(known) : null;

    public static long? From(TimeSpan? length) => length is { } known ? known.Ticks / TimeSpan.TicksPerMicrosecond : null;

    public static TimeSpan? ToLength(long? microseconds) =>
        microseconds is { } known ? new TimeSpan(known * TimeSpan.TicksPerMicrosecond) : null;
}
