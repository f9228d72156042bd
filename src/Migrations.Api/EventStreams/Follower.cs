using Migrations.Api.EventStreams.Editions;

namespace Migrations.Api.EventStreams;

/// <summary>
/// Decides what one stream sends next. It remembers only how far its reader is, so a slow reader costs no memory: it gets the latest
/// progress when it is ready, every event since the last one it got, or a snapshot when those are too many.
/// </summary>
/// <param name="after">The last event that the reader knows; null to begin with a snapshot.</param>
internal sealed class Follower(Viewer viewer, StreamForm form, StreamSource source, long? after)
{
    private long? _position = after;
    private long _seen;
    private long _beat;

    /// <summary>The stream ends: the one migration that is followed is over, or the caller may not follow any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The frames with which a reader of the frames before knows this edition. To be sent in full before the next call.</summary>
    /// <exception cref="StoreUnavailableException">Events or finished migrations are needed, and cannot be read.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Next(Edition edition)
    {
        if (viewer.HaveRulesChanged())
        {
            if (!viewer.MayFollow)
            {
                IsOver = true;
                yield break;
            }
            _position = null;
        }

        if (_position is { } at && source.EventsAfter(at, edition) is { } told)
            foreach (var frame in Changes(told, edition))
                yield return frame;
        else
            yield return Snapshot(edition);
        (_position, _seen) = (edition.LastEventId, edition.Number);
        if (_beat == edition.Beat.Number || IsOver)
            yield break;
        _beat = edition.Beat.Number;
        yield return edition.Beat.Bytes;
    }

    private ReadOnlyMemory<byte> Snapshot(Edition edition)
    {
        var snapshot = source.Snapshot(viewer, form, edition, out var isEnded);
        IsOver = viewer.Filter.Migration is { } id && (isEnded || !edition.Items.ContainsKey(id));
        return snapshot;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Changes(IReadOnlyList<SharedEvent> told, Edition edition)
    {
        var sent = new HashSet<SharedItem>();
        foreach (var each in told.Where(viewer.Sees))
        {
            sent.Add(each.Item);
            yield return each.EventFrame(form);
            IsOver |= viewer.Filter.Migration == each.Told.MigrationId && each.Told.Kind == MigrationEventKind.Ended;
        }
        foreach (var item in edition.Items.Values)
            if (item.ChangedIn > _seen && !sent.Contains(item) && viewer.Sees(item))
                yield return item.ProgressFrame(form);
    }
}
