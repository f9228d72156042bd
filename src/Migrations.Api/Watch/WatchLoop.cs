using System.Threading.Channels;

namespace Migrations.Api.Watch;

/// <summary>Shows what a stream tells until the one migration that is followed has ended.</summary>
internal sealed class WatchLoop(WatchStream stream, IWatchView view, TimeProvider clock)
{
    private static readonly TimeSpan ShortestPicture = TimeSpan.FromMilliseconds(100);

    /// <param name="migration">The one that is followed; null to follow all for ever.</param>
    /// <returns>The migration as it has ended; null when the service says that there is nothing more, and not how it has ended.</returns>
    /// <exception cref="WatchRefusedException"/>
    public async Task<WatchedMigration?> RunAsync(long? migration, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var news = Channel.CreateUnbounded<WatchNews>();
        var following = FollowAsync(news.Writer, end.Token);
        var watched = Watched.Nothing;
        WatchedMigration? ended = null;
        while (ended is null && await news.Reader.WaitToReadAsync(cancellationToken))
        {
            while (ended is null && news.Reader.TryRead(out var next))
            {
                view.Tell(watched, next);
                watched = watched.After(next);
                ended = migration is { } id ? watched.EndOf(id) : null;
            }
            view.Redraw(watched);
            if (ended is null)
                await Task.Delay(ShortestPicture, clock, cancellationToken);
        }
        await end.CancelAsync();
        await following;
        return ended;
    }

    private async Task FollowAsync(ChannelWriter<WatchNews> news, CancellationToken cancellationToken)
    {
        try
        {
            await stream.FollowAsync(next => news.TryWrite(next), cancellationToken);
            news.Complete();
        }
        catch (Exception e)
        {
            news.Complete(e is OperationCanceledException ? null : e);
        }
    }
}
