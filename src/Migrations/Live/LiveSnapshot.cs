using System.Collections.Immutable;
using Migrations.Convergence;
using Migrations.Drivers;

namespace Migrations.Live;

/// <summary>Every known server and every migration that is not over, at one moment; immutable.</summary>
public sealed class LiveSnapshot
{
    private readonly ImmutableDictionary<Guid, ImmutableArray<LiveMigration>> _byServer;

    private LiveSnapshot(
        ImmutableDictionary<Guid, Server> servers,
        ImmutableDictionary<Guid, ImmutableArray<LiveMigration>> byServer,
        ImmutableSortedDictionary<long, LiveMigration> started,
        DateTimeOffset? seenAt)
    {
        Servers = servers;
        _byServer = byServer;
        Started = started;
        SeenAt = seenAt;
    }

    public static LiveSnapshot Empty { get; } = new(
        ImmutableDictionary<Guid, Server>.Empty, ImmutableDictionary<Guid, ImmutableArray<LiveMigration>>.Empty,
        ImmutableSortedDictionary<long, LiveMigration>.Empty, seenAt: null);

    /// <summary>The servers that the hypervisor has, and those whose migrations are still remembered.</summary>
    public ImmutableDictionary<Guid, Server> Servers { get; }

    /// <summary>When the hypervisor was last seen; null while it has not been since this service started.</summary>
    public DateTimeOffset? SeenAt { get; }

    /// <summary>Every migration that is not over.</summary>
    /// <remarks>Read several times a pass; LINQ would box the array of each server.</remarks>
    public IEnumerable<LiveMigration> Migrations
    {
        get
        {
            foreach (var (_, migrations) in _byServer)
                foreach (var migration in migrations)
                    yield return migration;
        }
    }

    /// <summary>Those of them that this service starts or has started, by id.</summary>
    public ImmutableSortedDictionary<long, LiveMigration> Started { get; }

    /// <summary>The server's migrations that are not over, by id.</summary>
    public ImmutableArray<LiveMigration> Of(Guid serverUuid) =>
        _byServer.TryGetValue(serverUuid, out var migrations) ? migrations : [];

    /// <summary>The server's migration with this id, unless it is over.</summary>
    public LiveMigration? Find(Guid serverUuid, long id)
    {
        foreach (var migration in Of(serverUuid))
            if (migration.Record.Id == id)
                return migration;
        return null;
    }

    /// <summary>The migration with this job, unless it is over; the latest if its server has several.</summary>
    public LiveMigration? FindByJob(MigrationJob job)
    {
        LiveMigration? found = null;
        foreach (var migration in Of(job.ServerUuid))
            if (migration.Record.JobId == job.Id)
                found = migration;
        return found;
    }

    /// <summary>This snapshot after the changes; final migrations leave it.</summary>
    internal LiveSnapshot With(LiveChanges changes)
    {
        var servers = Servers.ToBuilder();
        servers.RemoveRange(changes.ForgottenServers);
        foreach (var server in changes.Servers)
            servers[server.Uuid] = server;

        var byServer = _byServer.ToBuilder();
        var started = Started;
        foreach (var changed in changes.Migrations)
        {
            Replace(byServer, changed);
            if (changed.Start is not null)
                started = changed.Record.Status.IsFinal ? started.Remove(changed.Record.Id) : started.SetItem(changed.Record.Id, changed);
        }
        return new LiveSnapshot(servers.ToImmutable(), byServer.ToImmutable(), started, changes.SeenAt ?? SeenAt);
    }

    private static void Replace(
        ImmutableDictionary<Guid, ImmutableArray<LiveMigration>>.Builder byServer, LiveMigration changed)
    {
        var server = changed.Record.ServerUuid;
        var known = byServer.GetValueOrDefault(server, []);
        if (known is [var only] && only.Record.Id == changed.Record.Id && !changed.Record.Status.IsFinal)
        {
            byServer[server] = [changed];
            return;
        }
        var others = known.RemoveAll(other => other.Record.Id == changed.Record.Id);
        if (!changed.Record.Status.IsFinal)
            others = others.Add(changed).Sort((left, right) => left.Record.Id.CompareTo(right.Record.Id));
        if (others.IsEmpty)
            byServer.Remove(server);
        else
            byServer[server] = others;
    }
}

/// <summary>A migration that is not over, with what was last seen of its job; only <see cref="Record"/> is stored.</summary>
/// <param name="Record">What is stored and shown.</param>
/// <param name="Stats">The last reading; null before the first one since this service started.</param>
/// <param name="SampledAt">When that reading was taken, by the wall clock, to be shown.</param>
/// <param name="MissedSamples">Readings that failed or came late since then.</param>
/// <param name="LookedAt">
/// Timestamp (<see cref="TimeProvider.GetTimestamp"/>) at which the tick of that reading began to look. The reading shows
/// the effect of whatever was over by then.
/// </param>
/// <param name="MissedBecause">What the hypervisor said when a reading failed since then; null while all were only late, or none was missed.</param>
public sealed record LiveMigration(
    Migration Record, JobStats? Stats = null, DateTimeOffset? SampledAt = null, int MissedSamples = 0, long? LookedAt = null,
    string? MissedBecause = null)
{
    /// <summary>What the readings since this service started have reported.</summary>
    public JobNumbers Numbers { get; init; } = Record.Numbers ?? JobNumbers.None;

    /// <summary>Whether it will end, and when, as of the last reading.</summary>
    public Forecast Forecast { get; init; } = Forecast.Before(Record.Status);

    /// <summary>How this service starts it; null when somebody else has started it.</summary>
    public MigrationStart? Start { get; init; }

    /// <summary>It has no job yet, because this service has still to start it, or does not know whether it has.</summary>
    public bool AwaitsItsJob => Start is not null && Record.JobId is null;

    /// <summary>Its job, as commands name it.</summary>
    public MigrationJob Job => new(
        Record.JobId ?? MigrationJob.IdWithoutName(Record.ServerUuid), Record.ServerUuid, Stats?.Phase ?? JobPhase.PreCopy);

    /// <summary>Its readings since this service first saw it; null before the first one. Grows with each pass.</summary>
    public SampleHistory? Samples { get; init; }
}

/// <summary>What one decision changes; committed and published as a whole.</summary>
public sealed record LiveChanges
{
    public static LiveChanges None { get; } = new();

    /// <summary>New migrations (id 0), changed ones and newly final ones.</summary>
    public IReadOnlyList<LiveMigration> Migrations { get; init; } = [];

    /// <summary>New and changed servers.</summary>
    public IReadOnlyList<Server> Servers { get; init; } = [];

    /// <summary>What else is to be told of migrations that are not over.</summary>
    public IReadOnlyList<MigrationEvent> Told { get; init; } = [];

    /// <summary>Servers that are gone and have no migrations to remember.</summary>
    public IReadOnlyList<Guid> ForgottenServers { get; init; } = [];

    /// <summary>When the hypervisor was seen as this says; null when it was not.</summary>
    public DateTimeOffset? SeenAt { get; init; }
}
