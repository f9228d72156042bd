namespace Migrations.Drivers.Fake.Model;

/// <summary>The copy of a server's memory in passes. Each pass sends what the guest dirtied during the pass before.</summary>
internal sealed record MemoryCopy
{
    public required long TotalBytes { get; init; }

    /// <summary>Bytes sent, repeated ones included; may exceed the total.</summary>
    public required long ProcessedBytes { get; init; }

    /// <summary>Bytes that this pass must still send.</summary>
    public required long RemainingBytes { get; init; }

    /// <summary>Bytes that the next pass will have to send.</summary>
    public required long DirtiedBytes { get; init; }

    /// <summary>Bytes sent at the end, while the guest was paused.</summary>
    public required long PausedBytes { get; init; }

    /// <summary>Number of the pass, from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>Whether all memory is at the destination.</summary>
    internal bool IsDone => RemainingBytes == 0;

    public static MemoryCopy Begin(long totalBytes) => new()
    {
        TotalBytes = totalBytes,
        ProcessedBytes = 0,
        RemainingBytes = totalBytes,
        DirtiedBytes = 0,
        PausedBytes = 0,
        Iteration = 1,
    };

    /// <summary>This copy some time later.</summary>
    public MemoryCopy Advance(CopySpeed speed, TimeSpan time)
    {
        var copy = this;
        for (var budget = speed.BytesIn(time); budget > 0 && !copy.IsDone;)
        {
            var sent = Math.Min(budget, copy.RemainingBytes);
            budget -= sent;
            copy = copy.Send(sent, speed);
        }
        return copy;
    }

    /// <summary>Ends the passes: the destination fetches all that is dirty, once.</summary>
    public MemoryCopy SwitchToPostCopy() => this with
    {
        RemainingBytes = Math.Min(TotalBytes, RemainingBytes + DirtiedBytes),
        DirtiedBytes = 0,
    };

    private MemoryCopy Send(long bytes, CopySpeed speed)
    {
        var sent = this with
        {
            ProcessedBytes = ProcessedBytes + bytes,
            RemainingBytes = RemainingBytes - bytes,
            DirtiedBytes = Math.Min(speed.WorkingSetBytes, DirtiedBytes + speed.DirtiedWhileSending(bytes)),
        };
        return sent.RemainingBytes > 0 ? sent : sent.EndPass(speed);
    }

    private MemoryCopy EndPass(CopySpeed speed) => DirtiedBytes <= speed.BytesInDowntime
        ? this with { ProcessedBytes = ProcessedBytes + DirtiedBytes, PausedBytes = DirtiedBytes, DirtiedBytes = 0 }
        : this with { RemainingBytes = DirtiedBytes, DirtiedBytes = 0, Iteration = Iteration + 1 };
}
