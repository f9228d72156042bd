using System.Collections.Immutable;
using Migrations.Api.Calls;
using Migrations.Live;

namespace Migrations.Api.EventStreams.Editions;

/// <summary>Makes one edition after the other from the log and the snapshot. Used by one loop only.</summary>
/// <remarks>
/// The events are read first, and then the snapshot that has caught up with them: so an event never comes with its migration as it
/// was before. What has happened since the events were read is shown already, and told of in the next edition.
/// </remarks>
internal sealed class EditionMaker(LiveMigrations live, IEventLog log, StreamItems items, Staleness staleness, TimeProvider clock)
{
    /// <summary>Events that an edition keeps, for streams that did not take every edition.</summary>
    public const int MostEvents = 128;

    public async Task<Edition> NextAsync(Edition before, CancellationToken cancellationToken)
    {
        var (told, lastId, isGap) = Read(before);
        var snapshot = await live.CaughtUpAsync(cancellationToken);
        var number = before.Number + 1;
        var stale = staleness.Because;

        var shown = ImmutableSortedDictionary.CreateBuilder<long, SharedItem>();
        foreach (var known in snapshot.Migrations.Where(known => known.Record.Status.IsInProgress))
            if (items.Of(known, snapshot, before.Items.GetValueOrDefault(known.Record.Id), stale, number) is { } item)
                shown.Add(known.Record.Id, item);

        var added = told.Select(each => items.Of(each, shown, snapshot, number)).OfType<SharedEvent>().ToList();
        // A migration may have been deleted since. The log knows that, and streams ask it.
        var (events, from) = isGap || added.Count < told.Count ? ([], lastId) : Latest(before, added);
        return new Edition(number, lastId, events, from, shown.ToImmutable(), NextBeat(before.Beat, snapshot.SeenAt, stale));
    }

    private static (ImmutableArray<SharedEvent> Events, long From) Latest(Edition before, List<SharedEvent> added)
    {
        var events = before.Latest.AddRange(added);
        return events.Length > MostEvents
            ? (events[^MostEvents..], events[^(MostEvents + 1)].Told.Id)
            : (events, before.LatestFrom);
    }

    /// <summary>The events since the last edition; none while they cannot be read, and none after a long pause, which is a gap.</summary>
    private (IReadOnlyList<MigrationEvent> Told, long LastId, bool IsGap) Read(Edition before)
    {
        try
        {
            if (before.Number > 0 && log.ReadAfter(before.LastEventId, MostEvents + 1) is { Count: <= MostEvents } told)
            {
                items.Forget(told.Where(each => each.Command is not null || each.Kind == MigrationEventKind.Ended).Select(each => each.MigrationId));
                return (told, told is [.., var last] ? last.Id : before.LastEventId, false);
            }
            items.ForgetAll();
            return ([], log.LastId(), true);
        }
        catch (StoreUnavailableException) when (before.Number > 0)
        {
            return ([], before.LastEventId, false);
        }
    }

    private Heartbeat NextBeat(Heartbeat before, DateTimeOffset? seenAt, string? stale)
    {
        var now = clock.GetTimestamp();
        return before.Number > 0 && before.StaleBecause == stale && clock.GetElapsedTime(before.At, now) < Heartbeat.Interval
            ? before
            : Heartbeat.After(before, now, seenAt, stale);
    }
}
