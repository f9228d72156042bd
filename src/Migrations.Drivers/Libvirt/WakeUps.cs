using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Migrations.Drivers.Libvirt;

/// <summary>Hands wake-up calls to whoever watches; a watcher that lags behind loses the oldest.</summary>
internal sealed class WakeUps
{
    private static readonly BoundedChannelOptions Bounds = new(256) { FullMode = BoundedChannelFullMode.DropOldest };

    private ImmutableList<Channel<DriverEvent>> _watchers = [];

    /// <summary>Never blocks.</summary>
    public void Send(DriverEventKind kind, Guid? server = null)
    {
        foreach (var watcher in _watchers)
            watcher.Writer.TryWrite(new DriverEvent(kind, server));
    }

    /// <summary>Every wake-up call from now on, until it is cancelled.</summary>
    public IAsyncEnumerable<DriverEvent> WatchAsync(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<DriverEvent>(Bounds);
        ImmutableInterlocked.Update(ref _watchers, watchers => watchers.Add(channel));
        return ReadAsync(channel, cancellationToken);
    }

    private async IAsyncEnumerable<DriverEvent> ReadAsync(
        Channel<DriverEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var wakeUp in channel.Reader.ReadAllAsync(cancellationToken))
                yield return wakeUp;
        }
        finally
        {
            ImmutableInterlocked.Update(ref _watchers, watchers => watchers.Remove(channel));
        }
    }
}
