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
/// <param name="At">Time since the migration was first seen.</param>
/// <param name="RemainingBytes">Memory and disks still to be copied; all memory of the server before its copy begins.</param>
/// <param name="BytesPerSecond">Speed of the copy, of disks while these are copied, else of memory.</param>
/// <param name="DirtyBytesPerSecond">How fast the server dirties memory; null in the first pass over memory.</param>
/// <param name="Iteration">The pass over memory, from 1; null before its copy begins.</param>
public readonly record struct SamplePoint(
    TimeSpan At, long? RemainingBytes, long? BytesPerSecond, long? DirtyBytesPerSecond, long? Iteration)
{
    public static SamplePoint Of(TimeSpan at, JobStats stats, JobNumbers numbers)
    {
        var memory = stats.Memory.TotalBytes > 0 ? stats.Memory.RemainingBytes : stats.ServerMemoryBytes;
        return new SamplePoint(
            at < TimeSpan.Zero ? TimeSpan.Zero : at,
            memory is { } bytes ? (long)Math.Min(long.MaxValue, (double)bytes + (stats.Disk.RemainingBytes ?? 0)) : null,
            stats.Phase == JobPhase.Storage ? numbers.DiskBytesPerSecond : stats.MemoryBytesPerSecond,
            stats.Iteration > 1 ? stats.DirtyBytesPerSecond : null,
            stats.Iteration > 0 ? stats.Iteration : null);
    }
}
