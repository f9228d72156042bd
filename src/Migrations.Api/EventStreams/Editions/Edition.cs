using System.Collections.Immutable;

namespace Migrations.Api.EventStreams.Editions;

/// <summary>All that streams can show at one moment; immutable, and the same for all of them.</summary>
/// <param name="Number">Ascending; 0 for the one before the first.</param>
/// <param name="LastEventId">Every event up to this one has happened in what is shown.</param>
/// <param name="Latest">The latest events, oldest first: all those after <paramref name="LatestFrom"/> whose migrations are known.</param>
/// <param name="LatestFrom">Id of the last event before them.</param>
/// <param name="Items">The migrations in progress, by id.</param>
/// <param name="Beat">The last heartbeat.</param>
internal sealed record Edition(
    long Number, long LastEventId, ImmutableArray<SharedEvent> Latest, long LatestFrom,
    ImmutableSortedDictionary<long, SharedItem> Items, Heartbeat Beat)
{
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Edition None { get; } = new(0, 0, [], 0, ImmutableSortedDictionary<long, SharedItem>.Empty, Heartbeat.None);

    /// <summary>Ends when there is a later edition. That one is not remembered here, so that a stream that holds an old edition does not hold them all.</summary>
    public Task Replaced => _replaced.Task;

    public void Replace() => _replaced.TrySetResult();
}

/// <summary>A heartbeat.</summary>
/// <param name="Number">Ascending.</param>
/// <param name="At">Its timestamp.</param>
/// <param name="StaleBecause">Why what is shown may be out of date; null while it is not.</param>
internal sealed record Heartbeat(long Number, long At, string? StaleBecause, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Tells that the connection lives, also to the proxies on it.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public static Heartbeat None { get; } = new(0, 0, null, default);

    public static Heartbeat After(Heartbeat before, long at, DateTimeOffset? seenAt, string? staleBecause) => new(
        before.Number + 1, at, staleBecause,
        Frame.Of("heartbeat", id: null, new HeartbeatBody(seenAt, staleBecause), StreamJson.Default.HeartbeatBody));
}
