namespace Migrations.Tests.Api.MigrationHistory;

/// <summary>A caller that takes everything, and weighs what the process holds meanwhile.</summary>
internal sealed class WeighingStream : MemoryStream
{
    private const int EveryNth = 20;

    private readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    private int _writes;

    /// <summary>Bytes that have come.</summary>
    public long Received { get; private set; }

    /// <summary>The most bytes that the process has held at a time, beyond those that it held before.</summary>
    public long MostHeld { get; private set; }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Received += buffer.Length;
        if (_writes++ % EveryNth == 0)
            MostHeld = Math.Max(MostHeld, GC.GetTotalMemory(forceFullCollection: true) - _before);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A caller that does not read.</summary>
internal sealed class StuckStream : MemoryStream
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await Task.Delay(Timeout.Infinite, cancellationToken);
}
