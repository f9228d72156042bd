using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Migrations.Drivers.Fake;

/// <summary>Everyone who watches the world, each with a short queue of their own; a full one loses its oldest event.</summary>
internal sealed class FakeWatchers
{
    private const int QueueLength = 64;

    /// <summary>Nothing moves a world that nobody asks; while someone watches, a timer does.</summary>
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(100);

    private ImmutableList<ChannelWriter<DriverEvent>> _queues = [];

    public void Publish(IEnumerable<DriverEvent> events)
    {
        var queues = Volatile.Read(ref _queues);
        if (queues.IsEmpty)
            return;
        foreach (var driverEvent in events)
            queues.ForEach(queue => queue.TryWrite(driverEvent));
    }

    /// <param name="look">Moves the world to the present.</param>
    public async IAsyncEnumerable<DriverEvent> WatchAsync(
        Action look, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var queue = Channel.CreateBounded<DriverEvent>(
            new BoundedChannelOptions(QueueLength) { FullMode = BoundedChannelFullMode.DropOldest });
        ImmutableInterlocked.Update(ref _queues, queues => queues.Add(queue.Writer));
        await using var timer = clock.CreateTimer(_ => look(), null, LooksEvery, LooksEvery);
        try
        {
            await foreach (var driverEvent in queue.Reader.ReadAllAsync(cancellationToken))
                yield return driverEvent;
        }
        finally
        {
            ImmutableInterlocked.Update(ref _queues, queues => queues.Remove(queue.Writer));
        }
    }
}
