using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Tests.Endings;

/// <summary>The migration of 2 GiB of <see cref="Given"/>, as this service has started it.</summary>
internal static class StartedMigration
{
    /// <param name="seconds">How long its job has run.</param>
    public static LiveMigration After(int seconds, EndingTerms? terms = null, JobPhase phase = JobPhase.PreCopy) =>
        Given.Live(stats: new JobStats(phase) { Elapsed = TimeSpan.FromSeconds(seconds), ServerMemoryBytes = 1L << 31 }) with
        {
            Forecast = Given.Live().Forecast with { Verdict = Verdict.Stalled },
            Start = new MigrationStart
            {
                Order = new StartOrder(Given.ServerUuid, Given.Migration().Uuid, null, IsForced: false, DiskCopy.Auto),
                RequestedBy = Given.Requester,
                RequestedAt = Given.Now,
                IsAwaited = false,
                Terms = terms ?? EndingTerms.None,
            },
        };

    /// <summary>Shows it as a pass at that time does; what its policy has allowed stays.</summary>
    public static async Task<LiveMigration> ShowAsync(this LiveMigrations live, LiveMigration known)
    {
        var shown = known;
        await live.UpdateAsync(snapshot => new LiveChanges
        {
            Migrations = [shown = known with
            {
                Start = known.Start! with { AllowedDowntime = snapshot.Find(Given.ServerUuid, known.Record.Id)?.Start?.AllowedDowntime },
            }],
        }, default);
        return shown;
    }
}
