using Migrations.Convergence;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Decisions;

/// <summary>Turns the observation of one pass into changes. Pure.</summary>
public static class PassDecision
{
    /// <summary>Decides about every migration in progress, every job and every server.</summary>
    /// <param name="newUuid">Creates the UUIDs of new migrations.</param>
    public static LiveChanges Decide(LiveSnapshot snapshot, Observation seen, ConvergenceJudge judge, Func<Guid> newUuid)
    {
        // A server that is listed twice is one server.
        var servers = new Dictionary<Guid, Server>(seen.Servers.Count);
        foreach (var server in seen.Servers)
            servers[server.Uuid] = server;
        var migrations = new List<LiveMigration>();
        var recognised = new HashSet<long>(seen.Jobs.Count);
        foreach (var reading in seen.Jobs)
            Recognise(snapshot, seen, reading, servers, judge, newUuid, migrations, recognised);
        foreach (var live in snapshot.Migrations.Where(live => !live.AwaitsItsJob && !recognised.Contains(live.Record.Id)))
            migrations.Add(Vanished(live, seen));

        return new LiveChanges
        {
            Migrations = migrations,
            Servers =
            [
                .. ChangedServers(snapshot, servers, migrations),
                .. Unchanged(seen.Departed.Deleted, snapshot, migrations).Select(server => server with { Deleted = true }),
            ],
            ForgottenServers = [.. Unchanged(seen.Departed.Forgotten, snapshot, migrations).Select(server => server.Uuid)],
            SeenAt = seen.At,
        };
    }

    private static void Recognise(
        LiveSnapshot snapshot, Observation seen, ObservedJob reading, Dictionary<Guid, Server> servers, ConvergenceJudge judge,
        Func<Guid> newUuid, List<LiveMigration> migrations, HashSet<long> recognised)
    {
        var (job, stats, _, failure) = reading;
        var known = snapshot.FindByJob(job) ?? Adopted(snapshot, job, seen.At);
        // A second job of a server is no job of a migration that has one by now.
        if (known is not null && !recognised.Add(known.Record.Id))
            known = null;
        if (known is not null && !MigrationMonitor.IsAnotherJob(known, stats))
        {
            migrations.Add(Judged(
                MigrationMonitor.Advance(known, job, stats, seen.At, failure), known.Stats, reading, judge, seen.At));
            return;
        }
        if (known is not null)
            migrations.Add(MigrationMonitor.End(known,
                new JobEnd(JobResult.NotMigrated), seen.Aborts.GetValueOrDefault(known.Record.Id), seen.At));
        var server = servers.GetValueOrDefault(job.ServerUuid) ?? snapshot.Servers.GetValueOrDefault(job.ServerUuid);
        migrations.Add(Judged(MigrationMonitor.Begin(job, stats, server, newUuid(), seen.At), null, reading, judge, seen.At));
    }

    /// <summary>The migration with what the reading says of its future; unchanged without a reading.</summary>
    private static LiveMigration Judged(
        LiveMigration live, JobStats? earlier, ObservedJob reading, ConvergenceJudge judge, DateTimeOffset now) =>
        reading.Stats is not { } stats ? live : live with
        {
            LookedAt = reading.LookedAt ?? live.LookedAt,
            Forecast = judge.Judge(live.Forecast, earlier, stats, now),
        };

    /// <summary>A job of a server that this service is about to migrate is the job of that migration, whoever has begun it.</summary>
    private static LiveMigration? Adopted(LiveSnapshot snapshot, MigrationJob job, DateTimeOffset now) =>
        snapshot.Of(job.ServerUuid).LastOrDefault(live => live.AwaitsItsJob) is { } waiting
            ? StartMonitor.Adopt(waiting, job.Id, now)
            : null;

    private static LiveMigration Vanished(LiveMigration live, Observation seen) =>
        seen.Ends.TryGetValue(live.Record.Id, out var end)
            ? MigrationMonitor.End(live, end, seen.Aborts.GetValueOrDefault(live.Record.Id), seen.At, seen.Forced.GetValueOrDefault(live.Record.Id))
            : MigrationMonitor.Miss(live, seen.UnreadableEnds.GetValueOrDefault(live.Record.Id));

    /// <summary>Those of these servers of which nothing has happened since they were judged; the next pass judges the others again.</summary>
    /// <remarks>A migration that was accepted since then has replaced its server in the snapshot, also when it is over by now.</remarks>
    private static IEnumerable<Server> Unchanged(IReadOnlyList<Server> judged, LiveSnapshot snapshot, List<LiveMigration> migrations) =>
        judged.Where(server => ReferenceEquals(snapshot.Servers.GetValueOrDefault(server.Uuid), server)
            && migrations.All(live => live.Record.ServerUuid != server.Uuid));

    private static IEnumerable<Server> ChangedServers(
        LiveSnapshot snapshot, Dictionary<Guid, Server> seen, List<LiveMigration> migrations)
    {
        var waiting = snapshot.Started.Values.Where(live => live.AwaitsItsJob && migrations.All(changed => changed.Record.Id != live.Record.Id));
        var migrating = migrations.Where(live => !live.Record.Status.IsFinal).Concat(waiting)
            .Select(live => live.Record.ServerUuid).ToHashSet();
        var left = migrations.Where(live => live.Record.Status == MigrationStatus.Completed)
            .ToLookup(live => live.Record.ServerUuid);

        var gone = migrations.Select(live => live.Record.ServerUuid).Distinct()
            .Where(uuid => !seen.ContainsKey(uuid) && snapshot.Servers.ContainsKey(uuid)).Select(uuid => snapshot.Servers[uuid]);

        foreach (var known in seen.Values.Concat(gone))
        {
            var next = known with { TaskState = migrating.Contains(known.Uuid) ? ServerStates.Migrating : null };
            if (!seen.ContainsKey(known.Uuid) && left[known.Uuid].LastOrDefault() is { } completed)
                next = next with { State = ServerState.Active, Host = completed.Record.DestCompute ?? completed.Record.DestHost };
            if (!snapshot.Servers.TryGetValue(known.Uuid, out var before) || before != next)
                yield return next;
        }
    }
}
