using Migrations.Drivers;

namespace Migrations.Decisions;

/// <summary>Everything that one pass has seen.</summary>
/// <param name="Servers">The servers that the hypervisor has.</param>
/// <param name="Jobs">The jobs of the hypervisor, each with its reading.</param>
/// <param name="Ends">How jobs that have disappeared ended, by migration id; ends that cannot be read are left out.</param>
/// <param name="UnreadableEnds">Why the others could not be read, by migration id.</param>
/// <param name="Aborts">Callers whose aborts were sent to the hypervisor, by migration id.</param>
/// <param name="Departed">Servers that have left.</param>
/// <param name="At">When.</param>
public sealed record Observation(
    IReadOnlyList<Server> Servers,
    IReadOnlyList<ObservedJob> Jobs,
    IReadOnlyDictionary<long, JobEnd> Ends,
    IReadOnlyDictionary<long, string> UnreadableEnds,
    IReadOnlyDictionary<long, Requester> Aborts,
    Departures Departed,
    DateTimeOffset At)
{
    /// <summary>Why policies have forced migrations that have ended, by migration id.</summary>
    public IReadOnlyDictionary<long, string> Forced { get; init; } = new Dictionary<long, string>();
}

/// <summary>One job and its reading.</summary>
/// <param name="Stats">Null when the reading failed or is late.</param>
/// <param name="LookedAt">Timestamp of the start of the pass that began the reading; null without a reading.</param>
/// <param name="Failure">Why the reading failed; null when it is only late.</param>
public sealed record ObservedJob(MigrationJob Job, JobStats? Stats = null, long? LookedAt = null, string? Failure = null);

/// <summary>What became of servers that have left the hypervisor, each as the snapshot showed it when that was judged.</summary>
/// <param name="Forgotten">Those without stored migrations.</param>
/// <param name="Deleted">Those with stored migrations, none of which has taken them away.</param>
public sealed record Departures(IReadOnlyList<Server> Forgotten, IReadOnlyList<Server> Deleted);
