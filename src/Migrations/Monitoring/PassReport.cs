using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Monitoring;

/// <summary>Logs, counts and keeps for plots what a pass has changed, once it is published.</summary>
internal sealed class PassReport(MigrationsTelemetry telemetry, MonitoringJournal journal)
{
    public void Write(LiveSnapshot before, LiveChanges changes)
    {
        foreach (var changed in changes.Migrations)
        {
            var known = before.Find(changed.Record.ServerUuid, changed.Record.Id);
            NoteStatus(known, changed);
            if (changed.Record.Status.IsFinal)
                continue;
            NoteVerdict(known, changed);
            if (changed.MissedSamples > (known?.MissedSamples ?? 0))
                telemetry.SampleMissed();
            else if (changed is { SampledAt: { } at, Stats: { } stats })
                changed.Samples?.Add(SamplePoint.Of(at - changed.Record.CreatedAt, stats, changed.Numbers));
        }
    }

    private void NoteStatus(LiveMigration? known, LiveMigration changed)
    {
        if (known?.Record.Status != changed.Record.Status)
            journal.StatusChanged(known?.Record.Status, changed.Record);
        if (changed.Record.Status.IsFinal)
            telemetry.MigrationEnded(changed.Record, known?.Record.Status == MigrationStatus.RunningPostCopy
                || changed.Stats?.Phase == JobPhase.PostCopyBroken);
    }

    private void NoteVerdict(LiveMigration? known, LiveMigration changed)
    {
        if (known is null || known.Forecast.Verdict == changed.Forecast.Verdict)
            return;
        if (changed.Forecast.Verdict == Verdict.Stalled)
            telemetry.Stalled();
        // The entry of a new status has said it.
        if (known.Record.Status == changed.Record.Status)
            journal.VerdictChanged(changed);
    }
}
