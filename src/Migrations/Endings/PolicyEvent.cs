using Migrations.Live;

namespace Migrations.Endings;

/// <summary>Makes the events that tell what policies do, and that they have changed.</summary>
internal static class PolicyEvent
{
    public static MigrationEvent Of(LiveMigration live, string text, DateTimeOffset now) => new()
    {
        Kind = MigrationEventKind.Policy,
        MigrationId = live.Record.Id,
        ServerUuid = live.Record.ServerUuid,
        OccurredAt = now,
        Status = live.Record.Status,
        Verdict = live.Forecast.Verdict,
        Text = text,
    };
}
