using Migrations.Drivers;

namespace Migrations.Monitoring;

/// <summary>Everything that one tick has seen.</summary>
/// <param name="Servers">The servers that the hypervisor has.</param>
/// <param name="Jobs">The jobs that it runs, each with its reading.</param>
/// <param name="Ends">How the jobs ended that are no longer there, by migration id; unreadable ones are missing.</param>
/// <param name="Aborts">Who had the hypervisor asked to abort, by migration id.</param>
/// <param name="ForgottenServers">Servers that have gone and have no migrations to remember.</param>
/// <param name="At">When.</param>
public sealed record Observation(
    IReadOnlyList<Server> Servers,
    IReadOnlyList<ObservedJob> Jobs,
    IReadOnlyDictionary<long, JobEnd> Ends,
    IReadOnlyDictionary<long, Requester> Aborts,
    IReadOnlyList<Guid> ForgottenServers,
    DateTimeOffset At);

/// <summary>One job and its reading.</summary>
/// <param name="Stats">Null when the reading failed or is late.</param>
/// <param name="LookedAt">Timestamp at which the tick that began the reading began to look; null without one.</param>
public sealed record ObservedJob(MigrationJob Job, JobStats? Stats = null, long? LookedAt = null);
