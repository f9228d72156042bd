namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>When a server is migrated, and when again.</summary>
/// <param name="AfterSeconds">From the beginning of the world to the first migration.</param>
/// <param name="AgainAfterSeconds">
/// From the end of a migration to the next, a tenth more or less; null when there is no next.
/// </param>
/// <param name="ReturnAfterSeconds">
/// From a completed migration until the server is back here, which the next migration waits for; null when it stays away.
/// </param>
public sealed record ScenarioMigration(
    double AfterSeconds = 0, double? AgainAfterSeconds = null, double? ReturnAfterSeconds = null);

/// <summary>Where every migration of a server fails, unless it has ended before.</summary>
/// <param name="Phase">
/// Preparing, storage, pre-copy or post-copy. In post-copy the job breaks, and stays broken for a minute before it fails.
/// </param>
/// <param name="AfterSeconds">From the beginning of that phase.</param>
/// <param name="Reason">What the hypervisor says.</param>
public sealed record ScenarioFailure(JobPhase Phase, double AfterSeconds, string Reason);
