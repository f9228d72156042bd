using Migrations.Api.Progress;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Api.OpenApi.Examples;

/// <summary>A migration that does not converge, and has been told to complete.</summary>
internal static class ProgressExample
{
    public static ProgressShowBody Body => new(new ProgressBody(
        new LiveMigration(
            Sample.Running with { Progress = Sample.Running.Progress with { SetupTime = TimeSpan.FromMilliseconds(12) } },
            Reading, Sample.Running.UpdatedAt), staleBecause: null, [Command]));

    private static JobStats Reading => new(JobPhase.PreCopy)
    {
        Elapsed = TimeSpan.FromSeconds(41),
        MemoryBytesPerSecond = 125_000_000,
        DirtyPagesPerSecond = 40_000,
        PageSizeBytes = 4096,
        Iteration = 3,
        ExpectedDowntime = TimeSpan.FromMilliseconds(800),
        ThrottlePercent = 20,
    };

    private static MigrationCommand Command => new()
    {
        MigrationId = Sample.Running.Id,
        ServerUuid = Sample.Server.Uuid,
        Kind = CommandKind.ForceComplete,
        RequestedBy = new Requester(Sample.UserId, Sample.ProjectId, "req-8b1e7b2c-6a0d-4c57-9d1f-0c6a7d1f5b3e"),
        RequestedAt = new DateTimeOffset(2026, 1, 29, 13, 42, 43, TimeSpan.Zero),
    };
}
