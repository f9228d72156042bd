using System.Text.Json;
using Migrations.Api.EventStreams.Editions;
using Migrations.Live;

namespace Migrations.Api.EventStreams;

/// <summary>What a stream reads for itself: events that it has missed, and migrations that are over. May be called from any thread.</summary>
internal sealed class StreamSource(LiveMigrations live, IEventLog log, IMigrationStore store, StreamItems items)
{
    /// <summary>Events that a stream catches up with; above, a snapshot costs both sides less.</summary>
    public const int MostMissed = 500;

    /// <summary>Finished migrations that a snapshot shows.</summary>
    private const int MostEnded = 20;

    /// <summary>The events after this id, up to those that the edition knows of.</summary>
    /// <returns>Null when they are too many, or the log cannot tell.</returns>
    /// <exception cref="StoreUnavailableException">The log cannot be read.</exception>
    public IReadOnlyList<SharedEvent>? EventsAfter(long id, Edition edition)
    {
        if (id == edition.LastEventId)
            return [];
        if (id >= edition.LatestFrom && id < edition.LastEventId)
            return [.. edition.Latest.Where(told => told.Told.Id > id)];
        if (log.ReadAfter(id, MostMissed + 1) is not { Count: <= MostMissed } later)
            return null;
        var missed = later.Where(told => told.Id <= edition.LastEventId).ToList();
        var snapshot = live.Current;
        var found = missed.ConvertAll(told => items.Of(told, edition.Items, snapshot, edition.Number)).OfType<SharedEvent>().ToList();
        // A migration may have been deleted since the events were read.
        return found.Count < missed.Count && log.ReadAfter(id, 1) is null ? null : found;
    }

    /// <summary>The frame that shows everything that the viewer may see.</summary>
    /// <exception cref="StoreUnavailableException">The finished migrations cannot be read.</exception>
    public byte[] Snapshot(Viewer viewer, StreamForm form, Edition edition, out bool isEnded)
    {
        var ended = Ended(viewer, edition).ToList();
        isEnded = ended.Count > 0;
        return Frame.Of("snapshot", edition.LastEventId, json =>
        {
            json.WriteStartObject();
            Write(json, "migrations", edition.Items.Values.Where(viewer.Sees), form);
            Write(json, "ended", ended, form);
            json.WriteEndObject();
        });
    }

    private IEnumerable<SharedItem> Ended(Viewer viewer, Edition edition)
    {
        var snapshot = live.Current;
        var latest = from status in MigrationStatuses.All
                     where status.IsFinal
                     from summary in Finished(viewer, status)
                     orderby summary.UpdatedAt descending, summary.Id descending
                     let record = summary as Migration ?? store.Find(summary.ServerUuid, summary.Id)
                     where record is not null
                     select items.OfStored(record, snapshot, edition.Number);
        return latest.OfType<SharedItem>().Where(viewer.Sees).Take(MostEnded);
    }

    private IReadOnlyList<MigrationSummary> Finished(Viewer viewer, MigrationStatus status)
    {
        if (viewer.Filter is { Migration: { } id, Server: { } server })
            return store.Find(server, id) is { } one && one.Status == status ? [one] : [];
        return store.Query(new MigrationQuery
        {
            Status = status.WireName,
            ServerUuid = viewer.Filter.Server,
            ProjectId = viewer.OnlyProject,
            Limit = MostEnded,
        })!;
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<SharedItem> shown, StreamForm form)
    {
        json.WriteStartArray(name);
        foreach (var item in shown)
            json.WriteRawValue(item.Json(form).Span, skipInputValidation: true);
        json.WriteEndArray();
    }
}
