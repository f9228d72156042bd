namespace Migrations.Live;

/// <summary>Decides which events tell of a change. Pure.</summary>
internal static class ChangeEvents
{
    /// <param name="before">Null for a new migration.</param>
    /// <returns>In the order in which they are to be told; empty when nothing but numbers has changed.</returns>
    public static IReadOnlyList<MigrationEvent> Between(LiveMigration? before, LiveMigration after)
    {
        var events = new List<MigrationEvent>();
        var record = after.Record;
        if (before is null)
            events.Add(Of(after, MigrationEventKind.Seen, record.CreatedAt));
        if (record.Status.IsFinal)
            events.Add(Of(after, MigrationEventKind.Ended, record.EndedAt ?? record.CreatedAt) with { Text = record.Reason });
        else if (before is not null && before.Record.Status != record.Status)
            events.Add(Of(after, MigrationEventKind.Status, record.UpdatedAt ?? record.CreatedAt));
        if (before is not null && !record.Status.IsFinal && before.Forecast.Verdict != after.Forecast.Verdict)
            events.Add(Of(after, MigrationEventKind.Verdict, after.SampledAt ?? record.UpdatedAt ?? record.CreatedAt) with
            {
                Text = after.Forecast.Explanation,
            });
        return events;
    }

    private static MigrationEvent Of(LiveMigration live, MigrationEventKind kind, DateTimeOffset at) => new()
    {
        Kind = kind,
        MigrationId = live.Record.Id,
        ServerUuid = live.Record.ServerUuid,
        OccurredAt = at,
        Status = live.Record.Status,
        Verdict = live.Record.Status.IsFinal ? null : live.Forecast.Verdict,
    };
}
