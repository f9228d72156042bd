using Migrations.Drivers;

namespace Migrations.Live;

/// <summary>The readings of a migration since this service first saw it, to be drawn; always few.</summary>
/// <remarks>
/// When it is full, every second point is left out, and further points are twice as far apart. The sampling pass alone
/// writes; anybody may read at the same time.
/// </remarks>
public sealed class SampleHistory
{
    /// <summary>The most points that it keeps.</summary>
    public const int Capacity = 120;

    private readonly Lock _gate = new();
    private SamplePoint[] _points = new SamplePoint[8];
    private int _count;
    private TimeSpan _distance;

    /// <summary>The points, oldest first; the last one is the latest reading.</summary>
    public IReadOnlyList<SamplePoint> Read()
    {
        lock (_gate)
            return _points[.._count];
    }

    /// <summary>Adds the latest reading. A clock that was set back does not move it before the others.</summary>
    internal void Add(in SamplePoint point)
    {
        lock (_gate)
        {
            if (_count == Capacity)
                Thin();
            // The last point gives way when it is too near to the one before it.
            if (_count > 1 && _points[_count - 1].At - _points[_count - 2].At < _distance)
                _count--;
            if (_count == _points.Length)
                Array.Resize(ref _points, Math.Min(Capacity, 2 * _count));
            _points[_count] = _count > 0 && point.At < _points[_count - 1].At ? point with { At = _points[_count - 1].At } : point;
            _count++;
        }
    }

    private void Thin()
    {
        _distance = 2 * (_points[_count - 1].At - _points[0].At) / (_count - 1);
        for (var i = 1; 2 * i < _count; i++)
            _points[i] = _points[2 * i];
        _count = (_count + 1) / 2;
    }
}

/// <summary>One reading of a migration, to be drawn; null means not reported.</summary>
/// <remarks>Each migration keeps many of them, so they are small: a number that is not reported is -1 inside.</remarks>
public readonly record struct SamplePoint
{
    private readonly long _remainingBytes;
    private readonly long _bytesPerSecond;
    private readonly long _dirtyBytesPerSecond;
    private readonly long _iteration;

    public SamplePoint(TimeSpan at, long? remainingBytes, long? bytesPerSecond, long? dirtyBytesPerSecond, long? iteration)
    {
        At = at;
        _remainingBytes = remainingBytes ?? -1;
        _bytesPerSecond = bytesPerSecond ?? -1;
        _dirtyBytesPerSecond = dirtyBytesPerSecond ?? -1;
        _iteration = iteration ?? -1;
    }

    /// <summary>Time since the migration was first seen.</summary>
    public TimeSpan At { get; init; }

    /// <summary>Memory and disks still to be copied; all memory of the server before its copy begins.</summary>
    public long? RemainingBytes => Reported(_remainingBytes);

    /// <summary>Speed of the copy, of disks while these are copied, else of memory.</summary>
    public long? BytesPerSecond => Reported(_bytesPerSecond);

    /// <summary>How fast the server dirties memory; null in the first pass over memory.</summary>
    public long? DirtyBytesPerSecond => Reported(_dirtyBytesPerSecond);

    /// <summary>The pass over memory, from 1; null before its copy begins.</summary>
    public long? Iteration => Reported(_iteration);

    internal static SamplePoint Of(TimeSpan at, JobStats stats, JobNumbers numbers)
    {
        var remaining = stats.Memory.TotalBytes > 0
            ? stats.RemainingBytes
            : stats.ServerMemoryBytes + Math.Max(0, stats.Disk.RemainingBytes ?? 0);
        return new SamplePoint(
            at < TimeSpan.Zero ? TimeSpan.Zero : at,
            remaining,
            stats.Phase == JobPhase.Storage ? numbers.DiskBytesPerSecond : stats.MemoryBytesPerSecond,
            stats.Iteration > 1 ? stats.DirtyBytesPerSecond : null,
            stats.Iteration > 0 ? stats.Iteration : null);
    }

    private static long? Reported(long number) => number < 0 ? null : number;
}
