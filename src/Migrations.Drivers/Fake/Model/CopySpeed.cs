namespace Migrations.Drivers.Fake.Model;

/// <summary>What determines the copy of memory at one moment.</summary>
/// <param name="SentBytesPerSecond">Speed of the copy; greater than 0.</param>
/// <param name="DirtiedBytesPerSecond">How fast the guest writes; 0 while it does not run here.</param>
/// <param name="WorkingSetBytes">Maximum that can be dirty at once.</param>
/// <param name="AllowedDowntime">The pause within which the last of the memory must fit.</param>
internal readonly record struct CopySpeed(
    long SentBytesPerSecond, long DirtiedBytesPerSecond, long WorkingSetBytes, TimeSpan AllowedDowntime)
{
    /// <summary>Bytes that can be sent in the allowed pause.</summary>
    public long BytesInDowntime => BytesIn(AllowedDowntime);

    public long BytesIn(TimeSpan time) => Scale(SentBytesPerSecond, time.Ticks, TimeSpan.TicksPerSecond);

    /// <summary>Bytes that the guest dirties while so many are sent.</summary>
    public long DirtiedWhileSending(long bytes) => Scale(bytes, DirtiedBytesPerSecond, SentBytesPerSecond);

    /// <summary>How long it takes to send so many bytes.</summary>
    public TimeSpan TimeFor(long bytes) => new(Scale(bytes, TimeSpan.TicksPerSecond, SentBytesPerSecond));

    private static long Scale(long value, long by, long of) => (long)((Int128)value * by / of);
}
