using Migrations.Drivers;
using Migrations.Operations;

namespace Migrations.Monitoring;

/// <summary>Everything that one tick has seen.</summary>
/// <param name="From">What was known when it began to look.</param>
/// <param name="Servers">The servers that the hypervisor has.</param>
/// <param name="Jobs">The jobs that it runs, each with its reading.</param>
/// <param name="Ends">How the jobs ended that are no longer there, by migration id; unreadable ones are missing.</param>
/// <param name="Aborts">The aborts that the hypervisor was asked for, by migration id.</param>
/// <param name="ForgottenServers">Servers that have gone and have no migrations to remember.</param>
/// <param name="At">When.</param>
public sealed record Sighting(
    LiveSnapshot From,
    IReadOnlyList<Server> Servers,
    IReadOnlyList<JobReading> Jobs,
    IReadOnlyDictionary<long, JobEnd> Ends,
    IReadOnlyDictionary<long, MigrationCommand> Aborts,
    IReadOnlyList<Guid> ForgottenServers,
    DateTimeOffset At);

/// <summary>One job and its reading; null when the reading failed or is late.</summary>
public sealed record JobReading(MigrationJob Job, JobStats? Stats);
