namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>When a server is migrated by itself, and whether it returns, also from a migration that was started.</summary>
/// <param name="AfterSeconds">Time from the beginning of the world to the first migration.</param>
/// <param name="AgainAfterSeconds">
/// Time from the end of a migration to the next, varied by up to 10 %; null when there is no next.
/// </param>
/// <param name="ReturnAfterSeconds">
/// Time from a completed migration until the server returns, which the next migration waits for; null when it stays away.
/// </param>
/// <param name="ByItself">Whether the scenario begins its migrations; otherwise it stays until somebody starts one.</param>
public sealed record ScenarioMigration(
    double AfterSeconds = 0, double? AgainAfterSeconds = null, double? ReturnAfterSeconds = null, bool ByItself = true);

/// <summary>Where every migration of a server fails, unless it ends earlier.</summary>
/// <param name="Phase">
/// Preparing, storage, pre-copy or post-copy. In post-copy the job breaks, and stays broken for a minute before it fails.
/// </param>
/// <param name="AfterSeconds">Time from the beginning of that phase.</param>
/// <param name="Reason">What the hypervisor says.</param>
public sealed record ScenarioFailure(JobPhase Phase, double AfterSeconds, string Reason);
